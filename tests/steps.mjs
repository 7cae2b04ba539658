import { spawn } from 'node:child_process';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} program
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {() => Promise<Counts | undefined>} [count] the tests that it ran, else it counts as one
 *
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * Runs the steps, `width` at a time in their order, with one line each. A step's output is shown only if it fails.
 * @param {Step[]} steps
 * @param {number} width
 * @returns {Promise<Counts>}
 */
export async function runSteps(steps, width) {
  const total = { passed: 0, failed: 0 };
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const counts = await runStep(step);
      total.passed += counts.passed;
      total.failed += counts.failed;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return total;
}

/**
 * @param {Step} step
 * @returns {Promise<Counts>}
 */
async function runStep({ name, program, args, env = {}, count }) {
  if (isEnded) return { passed: 0, failed: 1 };
  const begin = performance.now();
  const { code, output } = await run(program, args, env);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1).padStart(6);
  const counted = await count?.().catch(() => undefined);
  const isGood = code === 0;
  const counts = counted ?? { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
  // A runner that failed without a failed test (a broken file, a left-over process) counts as one failure.
  if (!isGood && counts.failed === 0) counts.failed = 1;
  const detail = counted ? `  ${counts.passed} passed, ${counts.failed} failed` : '';
  process.stdout.write(
    `${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${seconds} s${detail}\n`,
  );
  if (!isGood) process.stdout.write(`${output.trim()}\n`);
  return counts;
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let isEnded = false;

/** No further step begins. */
export const stepsHaveEnded = () => isEnded;

/** Ends the running steps, with all processes that they started. */
export function endSteps() {
  isEnded = true;
  for (const child of running) {
    if (child.pid === undefined) continue;
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      child.kill('SIGTERM');
    }
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(program, args, env) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (/** @type {Buffer} */ chunk) => {
        output += chunk.toString();
      });
    }
    child.on('error', (error) => {
      output += String(error);
    });
    child.on('close', (code) => {
      running.delete(child);
      done({ code, output });
    });
  });
}
