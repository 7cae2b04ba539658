import { cpuSeconds, type Measure } from '../measure';
import { makeHooks, queueUp, type Stage } from '../stage';
import { deliverAll } from './drain';

/** S5: one event to many hooks, and many events to many: dispatch and delivery, per delivery. */
export async function fanOut(stage: Stage, drainPerSecond: number): Promise<Measure[]> {
  const cases = [
    { name: '1 event to 1,000 hooks', hooks: 1000, events: 1, times: 10 },
    { name: '1,000 events to 100 hooks', hooks: 100, events: 1000, times: 1 },
  ];
  const measures: Measure[] = [];
  for (const { name, hooks, events, times } of cases) {
    const tenant = await makeHooks(stage.world, hooks, { destinationUrl: stage.receiver.url });
    // The hooks have answered before, as in S2, because the speed of a new hook is unknown.
    await queueUp(stage.world, tenant, 1);
    await deliverAll(stage, hooks);
    const cpuBefore = cpuSeconds(stage.postgresPid);
    const started = performance.now();
    const total = hooks * events * times;
    for (let i = 0; i < times; i += 1) {
      await queueUp(stage.world, tenant, events);
      await deliverAll(stage, hooks * events);
    }
    const perSecond = total / ((performance.now() - started) / 1000);
    measures.push(
      {
        name: `fan-out, ${name}`,
        unit: '/s',
        value: perSecond,
        ratio: { value: perSecond / drainPerSecond, of: 'drain' },
      },
      {
        name: `  ${name}: CPU of postgres`,
        unit: 'us each',
        value: ((cpuSeconds(stage.postgresPid) - cpuBefore) * 1e6) / total,
      },
    );
  }
  return measures;
}
