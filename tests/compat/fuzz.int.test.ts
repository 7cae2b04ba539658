import { Agent } from 'node:http';
import { type Call, callOf, namesIn, shownCall, written } from '@tests/fuzz/calls';
import { OPERATIONS, type Operation } from '@tests/fuzz/operations';
import { type Received, send } from '@tests/fuzz/send';
import { openTarget, type Target } from '@tests/fuzz/target';
import { useDatabase } from '@tests/support/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProduct, type Product } from './product';

/** Another seed tries other inputs, and more runs try more. A failure names its seed. */
const seed = Number(process.env.FUZZ_SEED ?? 20_260_206);
const numRuns = Number(process.env.FUZZ_RUNS ?? 25);

const database = useDatabase();
const agent = new Agent({ keepAlive: true });
const unlimited = { hourly: 1e9, burst: 1e9, publishPerSecond: null };
let product: Product;

beforeAll(async () => {
  process.stdout.write(`fuzzing with FUZZ_SEED=${seed} FUZZ_RUNS=${numRuns}\n`);
  product = await openProduct(database.url, unlimited);
  await product.engine.sweep();
});
afterAll(async () => {
  agent.destroy();
  await product.close();
});

/** The way in which an answer contradicts the document; null if it does not. */
function faultOf({ answers }: Operation, { status, headers, text }: Received): string | null {
  if (status >= 500) return 'it failed';
  const schema = answers.get(status);
  if (schema === undefined) return 'the document does not know this status';
  if (!headers['x-request-id']) return 'it has no x-request-id';
  if (schema === null) return text === '' ? null : 'it has a body';
  if (!headers['content-type']?.startsWith('application/json')) return 'it is not JSON';
  const { error } = schema.safeParse(JSON.parse(text));
  return error === undefined ? null : `it is not what the document says: ${error.message}`;
}

const isEnd = ({ method, path }: Operation) => method === 'DELETE' || path.endsWith('/revoke');

async function ask(operation: Operation, call: Call, target: Target): Promise<number> {
  const sent = written(operation, call, target.known);
  const answer = await send(product.origin, agent, sent);
  const fault = faultOf(operation, answer);
  const shown = `${sent.method} ${sent.target}\n${JSON.stringify(sent.headers)}\n${String(sent.payload).slice(0, 3000)}`;
  if (fault)
    throw new Error(`${answer.status}: ${fault}\n${shown}\n\n${answer.text.slice(0, 3000)}`);
  if (answer.status < 300 && isEnd(operation)) await target.renew();
  return answer.status;
}

it.each(OPERATIONS)(
  '$title answers every request as the document says',
  async (operation) => {
    const target = await openTarget(product, operation);
    const isKnown = namesIn(operation.path).every((name) => name in target.known);
    const status = await ask(operation, shownCall(operation), target);
    if (isKnown) expect(status).toBeLessThan(300);
    await fc.assert(
      fc.asyncProperty(callOf(operation), async (call) => {
        await ask(operation, call, target);
      }),
      { seed: seed + OPERATIONS.indexOf(operation), numRuns, interruptAfterTimeLimit: 15_000 },
    );
  },
  120_000,
);
