import { createServer } from 'node:http';

/** A receiver in a process of its own: reads the body, answers 200 after a pause, counts. */
const delayMs = Number(process.argv[2] ?? 0);
let count = 0;

const server = createServer((request, response) => {
  const isDelivery = request.headers['webhook-id'] !== undefined;
  request.resume();
  request.on('end', () => {
    if (isDelivery) {
      count += 1;
      process.send?.({ id: request.headers['webhook-id'], atMs: Date.now() });
    }
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
process.on('message', () => process.send?.({ count }));
process.on('disconnect', () => process.exit(0));
