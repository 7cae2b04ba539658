import { cpuSeconds, type Measure, ownCpuSeconds } from '../measure';
import { makeHooks, queueUp, type Receiver, type Stage } from '../stage';

export type DrainInput = {
  hooks: number;
  maxInFlight: number;
  total: number;
  receiver: Receiver;
  name: string;
  /** The rate of the raw loop in this round, against the same receiver. */
  rawPerSecond: number;
};

/** S2: how fast are due deliveries sent and recorded? */
export async function drain(stage: Stage, input: DrainInput): Promise<Measure[]> {
  const { world, engine } = stage;
  const tenant = await makeHooks(world, input.hooks, {
    destinationUrl: input.receiver.url,
    maxInFlight: input.maxInFlight,
  });
  await queueUp(world, tenant, input.total / input.hooks);
  // Receivers and Postgres are this process's children, but their time is not the sender's.
  const clocks = {
    sender: () => ownCpuSeconds(process.pid),
    postgres: () => cpuSeconds(stage.postgresPid),
    receiver: () => cpuSeconds(input.receiver.pid),
  };
  const before = Object.values(clocks).map((seconds) => seconds());
  const started = performance.now();
  await deliverAll(stage, input.total);
  const seconds = (performance.now() - started) / 1000;
  const perSecond = input.total / seconds;
  await engine.pump.wake();
  return [
    {
      name: `drain, ${input.name}`,
      unit: '/s',
      value: perSecond,
      ratio: { value: perSecond / input.rawPerSecond, of: 'raw loop' },
    },
    ...Object.entries(clocks).map(([name, cpu], i) => ({
      name: `  ${input.name}: CPU of ${name}`,
      unit: 'us each',
      value: ((cpu() - (before[i] ?? 0)) * 1e6) / input.total,
    })),
  ];
}

/** Runs until all due deliveries have been attempted. */
export async function deliverAll({ engine }: Stage, total: number): Promise<void> {
  for (let left = total; left > 0; ) {
    const { attempted } = await engine.services.deliver({ budgetMs: 60_000 });
    if (attempted === 0) throw new Error(`${left} of ${total} were not sent`);
    left -= attempted;
  }
}
