import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@tests/support/free-port.mjs';
import { type Launched, launch, nothingIsLeft, waitUntilReady } from '@tests/support/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MINUTES_3 = 180_000;
let dataDir: string;
let product: Launched;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-quickstart-'));
  product = await launch({ dataDir, env: { GANCHO_DEMO: '0' } });
  await waitUntilReady(product);
}, MINUTES_3);
afterAll(async () => {
  product.process.kill('SIGTERM');
  await product.ended;
  await nothingIsLeft(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}, MINUTES_3);

it(
  "the README's quickstart works line by line",
  async () => {
    const readme = await readFile('README.md', 'utf8');
    const blocks = [...readme.matchAll(/^```sh quickstart\n([\s\S]*?)^```$/gm)].map(
      (match) => match[1],
    );
    expect(blocks).toHaveLength(5);
    const receiverPort = String(await freePort());
    const script = blocks
      .join('\n')
      .replaceAll('http://127.0.0.1:3000', product.address)
      .replaceAll('4000', receiverPort)
      // The one pause of the reader: between publishing and reading the receiver's output.
      .replace(
        /^node (.*) &$/m,
        'node $1 > "$GANCHO_DATA_DIR/received" &\nreceiver=$!\ntrap "kill $receiver" EXIT',
      )
      .replace(
        /^(call \S+\/deliveries)$/m,
        'until grep -q verified "$GANCHO_DATA_DIR/received"; do :; done\ncat "$GANCHO_DATA_DIR/received"\nuntil $1 | grep -q delivered; do :; done\n$1',
      );
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, GANCHO_DATA_DIR: dataDir, PORT: new URL(product.address).port },
      timeout: 120_000,
    });
    expect(stdout).toContain('verified ');
    expect(stdout).toContain('"resource_type":"RFIs"');
    const listed = JSON.parse(stdout.slice(stdout.lastIndexOf('{"data"')));
    expect(listed.data).toHaveLength(1);
    // The receiver may have started a moment after the first attempt. Then the history has that attempt too.
    expect(listed.data[0].status).toBe('delivered');
    expect(listed.data[0].delivery_attempts.at(-1)).toMatchObject({
      success: true,
      response_status: 204,
    });
  },
  MINUTES_3,
);
