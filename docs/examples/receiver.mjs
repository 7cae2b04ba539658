// A receiver in 30 lines: checks the signature of each delivery (Standard Webhooks), then answers.
//   node docs/examples/receiver.mjs whsec_... 4000
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const [secret = '', port = '4000'] = process.argv.slice(2);
const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
const TOLERANCE_SECONDS = 300;

/** @param {import('node:http').IncomingHttpHeaders} headers @param {Buffer} body */
function isAuthentic(headers, body) {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Two signatures, separated by a space, while a secret is being rotated.
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isAuthentic(request.headers, body)) return response.writeHead(401).end();
  // Answer first, work later: dedupe by webhook-id, since a delivery can come twice.
  response.writeHead(204).end();
  console.log('verified', request.headers['webhook-id'], body.toString());
}).listen(Number(port), '127.0.0.1');
