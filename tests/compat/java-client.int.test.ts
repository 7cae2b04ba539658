import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProduct, type Product } from './product';

const database = useDatabase();
const run = promisify(execFile);
let product: Product;

beforeAll(async () => {
  product = await openProduct(database.url);
});
afterAll(() => product.close());

it('answers the client of the JDK, which offers HTTP/2 with every first request', async () => {
  const { origin, clientId, clientSecret, companyId, projectId } = product;
  const given = [origin, clientId, clientSecret, String(companyId), String(projectId)];
  const { stdout } = await run('java', ['tests/compat/java/PlainClient.java', ...given]);
  const [hook, published, listed] = stdout.trim().split('\n');
  expect(hook).toMatch(/^201 HTTP_1_1 \{"data":\{"id":"\d+"/);
  expect(published).toMatch(/^202 HTTP_1_1 \{"data":\[\{"id":"\d+"/);
  expect(listed).toMatch(/^200 HTTP_1_1 .*"namespace":"java"/);
});
