import { cpuSeconds, type Measure } from '../measure';
import { makeHooks, queueUp, type Receiver, type Stage } from '../stage';

export type DrainInput = {
  hooks: number;
  maxInFlight: number;
  total: number;
  receiver: Receiver;
  name: string;
  /** Of the raw loop in this round, against the same receiver. */
  rawPerSecond: number;
};

/** S2: everything is due; how fast is it sent and recorded? */
export async function drain(stage: Stage, input: DrainInput): Promise<Measure[]> {
  const { world, engine } = stage;
  const place = await makeHooks(world, input.hooks, {
    destinationUrl: input.receiver.url,
    maxInFlight: input.maxInFlight,
  });
  await queueUp(world, place, input.total / input.hooks);
  const pids = { sender: process.pid, postgres: stage.postgresPid, receiver: input.receiver.pid };
  const before = Object.values(pids).map(cpuSeconds);
  const started = performance.now();
  const attempted = await deliverAll(stage);
  const seconds = (performance.now() - started) / 1000;
  if (attempted !== input.total) throw new Error(`${attempted} of ${input.total} were sent`);
  const perSecond = attempted / seconds;
  await engine.pump.wake();
  return [
    {
      name: `drain, ${input.name}`,
      unit: '/s',
      value: perSecond,
      ratio: { value: perSecond / input.rawPerSecond, of: 'raw loop' },
    },
    ...Object.entries(pids).map(([name, pid], i) => ({
      name: `  CPU of ${name}`,
      unit: 'us each',
      value: ((cpuSeconds(pid) - (before[i] ?? 0)) * 1e6) / attempted,
    })),
  ];
}

/** Runs until nothing is due. Returns how many were attempted. */
export async function deliverAll({ engine }: Stage): Promise<number> {
  let attempted = 0;
  for (let hasMore = true; hasMore; ) {
    const run = await engine.services.deliver({ budgetMs: 60_000 });
    attempted += run.attempted;
    hasMore = run.hasMore;
  }
  return attempted;
}
