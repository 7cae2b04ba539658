// Accepts jobs over bare node:http, as the ingest of Gancho does: node graphile-front.mjs <database>

import { createServer } from 'node:http';
import { Logger, makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';

const pgPool = new pg.Pool({ connectionString: process.argv[2] ?? '', max: 10 });
pgPool.on('error', () => {});
const utils = await makeWorkerUtils({ pgPool, logger: new Logger(() => () => {}) });
await utils.migrate();

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const given = JSON.parse(text);
  if (Array.isArray(given)) {
    await utils.addJobs(given.map((payload) => ({ identifier: 'send', payload })));
  } else {
    await utils.addJob('send', given);
  }
  response.writeHead(202, { 'content-length': 2 }).end('{}');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));
