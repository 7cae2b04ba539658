/** There are no comments inside, because every language shows the same text. */
export const VERIFY_EXAMPLE = `import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook('whsec_...');

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const event = webhook.verify(Buffer.concat(chunks), request.headers);
    response.writeHead(204).end();
    console.log(event);
  } catch {
    response.writeHead(401).end();
  }
}).listen(4000);`;
