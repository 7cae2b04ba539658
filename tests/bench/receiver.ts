import { createServer } from 'node:http';

/**
 * A receiver in its own process. It reads the body and answers 200 after a pause. On request, it reports the arrived
 * deliveries to its parent, one message per millisecond.
 */
const delayMs = Number(process.argv[2] ?? 0);
let isReporting = false;
let arrived: string[] = [];

function report(id: string): void {
  arrived.push(id);
  if (arrived.length > 1) return;
  setTimeout(() => {
    process.send?.({ ids: arrived, atMs: Date.now() });
    arrived = [];
  }, 1);
}

const server = createServer((request, response) => {
  const id = request.headers['webhook-id'];
  request.resume();
  request.on('end', () => {
    if (isReporting && typeof id === 'string') report(id);
    const answer = () => response.writeHead(200, { 'content-length': 2 }).end('ok');
    if (delayMs > 0) setTimeout(answer, delayMs);
    else answer();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', () => {
  isReporting = true;
});
process.on('disconnect', () => process.exit(0));
