import postgres from 'postgres';
import { runProcess } from '@/launcher/child-main';

/** Leaves a promise that nobody holds: of the driver, or of our own; then says that it lives, and waits. */
void runProcess(async () => {
  const isOfDriver = process.argv[2] === 'driver';
  void Promise.reject(isOfDriver ? loginFailed() : new TypeError('x is undefined'));
  setTimeout(() => process.stdout.write('still alive\n'), 50);
  const waiting = setInterval(() => {}, 1000);
  return { stop: async () => clearInterval(waiting) };
});

function loginFailed(): Error {
  const error = new postgres.PostgresError('server login has been failing');
  return Object.assign(error, { code: '08P01' });
}
