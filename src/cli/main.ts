import { runCli } from '@/cli/run-cli';
import { openSession } from '@/cli/session';

/** Waits until the text is written, because a pipe may still hold some of it when the process ends. */
function write(stream: NodeJS.WriteStream, text: string): void {
  pending.push(new Promise((done) => stream.write(text, () => done())));
}
const pending: Promise<void>[] = [];

const exitCode = await runCli(process.argv.slice(2), {
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  open: openSession,
});
await Promise.all(pending);
process.exit(exitCode);
