import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LaunchFailure, readFailure } from './failure';
import { ensureSecrets, requireSecretsOf } from './secrets';

let dataDir: string;
let data: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-secrets-'));
  data = join(dataDir, 'postgres');
  await mkdir(data);
});
afterEach(() => rm(dataDir, { recursive: true }));

const secrets = () => join(dataDir, 'secrets.json');
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('unreadable secrets stop the start with one line', () => {
  it('a folder instead of the file, as a container makes for a missing mount', async () => {
    await writeFile(join(data, 'PG_VERSION'), '18');
    await mkdir(secrets());
    for (const read of [() => requireSecretsOf(data, dataDir), () => ensureSecrets(dataDir)]) {
      const failure = await failureOf(read());
      expect(failure).toBeInstanceOf(LaunchFailure);
      expect(String(failure)).toContain(`${secrets()} is a folder`);
    }
  });

  it('a folder instead of the database’s version', async () => {
    await mkdir(join(data, 'PG_VERSION'));
    expect(await failureOf(requireSecretsOf(data, dataDir))).toBeInstanceOf(LaunchFailure);
  });

  it('a file of another user', () => {
    const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(readFailure(refused, secrets())).toBeInstanceOf(LaunchFailure);
    expect(String(readFailure(refused, secrets()))).toContain('Cannot read');
  });

  it.each(['', '{}', '{"secretKey":1}', '{"secretKey"', 'null'])(
    'damaged ones: %j',
    async (text) => {
      await writeFile(secrets(), text);
      const failure = await failureOf(ensureSecrets(dataDir));
      expect(failure).toBeInstanceOf(LaunchFailure);
      expect(String(failure)).toContain('is damaged');
    },
  );
});
