import { createServer } from 'node:http';
import { createWorld } from '@tests/factories/world';
import { createRestHandler } from '@/server/rest/handle';
import { handleNodeRequest } from '@/server/rest/node';

/** The REST handler on node:http in its own process, as web mounts it. It does not announce events. */
const { services } = createWorld(process.argv[2] ?? '');
const handle = createRestHandler({
  services,
  publicUrl: 'http://127.0.0.1',
  limits: { hourly: 1_000_000_000, burst: 1_000_000_000, publishPerSecond: null },
});
const server = createServer((request, response) => {
  handleNodeRequest(handle, request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));
