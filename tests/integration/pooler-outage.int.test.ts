import { type OutageStage, openOutageStage } from '@tests/support/outage-stage';
import { afterAll, beforeAll, expect, it } from 'vitest';

const LIMIT_MS = 180_000;
let stage: OutageStage;

beforeAll(async () => {
  stage = await openOutageStage({ isPooled: true });
}, LIMIT_MS);
afterAll(() => stage.close(), LIMIT_MS);

/** Publishes, eight at a time, until this number of answers satisfies the predicate. */
async function publishUntil(count: number, isWanted: (status: number) => boolean): Promise<void> {
  for (let seen = 0; seen < count; ) {
    const answers = await Promise.all(Array.from({ length: 8 }, () => stage.publish()));
    seen += answers.filter(({ status }) => isWanted(status)).length;
  }
}
const isRefused = (status: number) => status !== 202;
const isAccepted = (status: number) => status === 202;

it(
  'no process ends while Postgres or PgBouncer stop and start, and accepted events arrive',
  async () => {
    await publishUntil(20, isAccepted);
    for (let round = 0; round < 3; round += 1) {
      await stage.stopPostgres();
      await publishUntil(30, isRefused);
      await stage.startPostgres();
      await publishUntil(5, isAccepted);
      await stage.killPooler();
      await publishUntil(30, isRefused);
      await stage.startPooler();
      await publishUntil(5, isAccepted);
    }
    await stage.everythingArrives();
    expect(stage.ended()).toEqual([]);
  },
  LIMIT_MS,
);
