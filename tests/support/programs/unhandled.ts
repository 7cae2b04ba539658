import { runProcess } from '@/launcher/child-main';
import { PostgresError } from '@/server/db/driver-error';

/** Leaves an unhandled rejection, of the driver or of our own code. Then says that it lives, and waits. */
void runProcess(async () => {
  const isOfDriver = process.argv[2] === 'driver';
  void Promise.reject(isOfDriver ? loginFailed() : new TypeError('x is undefined'));
  setTimeout(() => process.stdout.write('still alive\n'), 50);
  const waiting = setInterval(() => {}, 1000);
  return { stop: async () => clearInterval(waiting) };
});

function loginFailed(): Error {
  return new PostgresError('server login has been failing', '08P01');
}
