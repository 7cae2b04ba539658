import { env as readEnv } from '@/env';
import { runProcess } from '@/launcher/child-main';
import { startEngine } from '@/launcher/engine';

const [, , , name = 'worker', skewMs = '0'] = process.argv;

/** The worker as the launcher starts it, under a name and with a clock of its own. */
void runProcess(async () => {
  if (skewMs !== '0') shiftClock(Number(skewMs));
  // The product names a worker by its data directory.
  return startEngine({ ...readEnv(), dataDir: name });
});

/** As on a machine whose clock is wrong: everything in this process sees the same wrong time. */
function shiftClock(ms: number): void {
  const RightDate = Date;
  const now = () => RightDate.now() + ms;
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, args, self) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, self),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}
