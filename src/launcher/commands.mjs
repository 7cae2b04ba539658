import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { childEnvironment } from '../env-launch.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends the running program, because the start was interrupted. */
export function endCommands() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a program to its end. Its output is kept, and printed only if it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, isShown?: boolean, what: string }} options
 * @returns {Promise<void>}
 */
export function runCommand(program, args, { cwd, env = {}, isShown = false, what }) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd,
      env: childEnvironment(env),
      stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    running.add(child);
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', fail);
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) return done();
      if (output.trim()) process.stderr.write(`\n${output.trim()}\n`);
      fail(
        new StartFailure(`${what} failed (${signal ?? `exit code ${code}`}); its output is above.`),
      );
    });
  });
}

/** A failure that the operator can correct: one line, exit code 1. */
export class StartFailure extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'LaunchFailure';
  }
}

/**
 * Explains in one line why a start or a command failed, if the operator can correct it; otherwise null.
 * @param {any} error
 */
export function describeFailure(error) {
  if (['LaunchFailure', 'EnvError', 'MigrationError'].includes(error?.name)) return error.message;
  // A package whose files cannot be opened counts as missing.
  const isMissing = /^ERR_(MODULE|PACKAGE|UNSUPPORTED)_/.test(error?.code) && openFilesMax() < 512;
  if (isMissing || ['EMFILE', 'ENFILE'].includes(error?.code)) {
    return 'No more files can be opened, not even to load the program: raise the limit of open files to 1024 or more (ulimit -n, or LimitNOFILE of the service).';
  }
  return null;
}

/** Reads a process report, because that needs no open file. */
function openFilesMax() {
  Object.assign(process.report, { excludeNetwork: true });
  const report = /** @type {{ userLimits?: { open_files?: { soft?: number | string } } }} */ (
    process.report.getReport()
  );
  const soft = report.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

/** @param {string | Buffer} text */
export function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}
