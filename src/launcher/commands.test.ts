import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { describeFailure, StartFailure } from './commands.mjs';

it('describes in one line a failure that the operator can correct, and no other', () => {
  expect(describeFailure(new StartFailure('The port is taken.'))).toBe('The port is taken.');
  expect(describeFailure(new TypeError('x is undefined'))).toBeNull();
  expect(describeFailure('a text')).toBeNull();
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(describeFailure(missing)).toBeNull();
  expect(describeFailure(undefined)).toBeNull();
});

const isReadAtOnce = Number(process.versions.node.split('.')[0]) < 24;

it('detects a limit of open files that prevents loading the program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gancho-files-'));
  const names = Array.from({ length: 300 }, (_, n) => `part-${n}.mjs`);
  await Promise.all(names.map((name) => writeFile(join(folder, name), '')));
  await writeFile(join(folder, 'all.mjs'), names.map((name) => `import './${name}';`).join('\n'));
  await writeFile(
    join(folder, 'load.mjs'),
    `import { describeFailure } from ${JSON.stringify(resolve('src/launcher/commands.mjs'))};
    await import('./all.mjs').catch((error) => console.log(describeFailure(error) ?? error.stack));
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    console.log(describeFailure(missing) ?? missing.stack);`,
  );
  const output = await new Promise<string>((done) => {
    execFile('sh', ['-c', `ulimit -n 64; node ${join(folder, 'load.mjs')}`], (_error, out) => {
      done(out);
    });
  });
  await rm(folder, { recursive: true });
  const lines = output.trim().split('\n');
  // Node 24 reads the modules one after the other, so the first import succeeds.
  expect(lines).toHaveLength(isReadAtOnce ? 2 : 1);
  for (const line of lines) expect(line).toContain('ulimit -n');
});
