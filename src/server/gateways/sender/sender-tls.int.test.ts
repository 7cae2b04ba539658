import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { outboundRequest } from '@tests/factories/outbound-request';
import { createTestSender, type TestSender } from '@tests/factories/test-sender';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '@tests/support/certificate-authority';
import { type Receiver, type ReceiverOptions, startReceiver } from '@tests/support/receiver';
import { build } from 'esbuild';
import { afterEach, beforeAll, expect, it } from 'vitest';

let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let receiver: Receiver;
let sender: TestSender | null = null;

beforeAll(() => {
  authority = createCertificateAuthority();
  stranger = createCertificateAuthority();
});

afterEach(async () => {
  await sender?.close();
  await receiver.close();
});

async function sendTo(host: string, tls: ReceiverOptions['tls']) {
  receiver = await startReceiver(tls ? { tls } : {});
  sender = createTestSender({
    version: '1',
    allowedPrivateCidrs: ['127.0.0.0/8'],
    trustedAuthorities: [authority.certificate],
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  return sender.send(outboundRequest({ url: `https://${host}:${receiver.port}/` }));
}

it('delivers over a verified connection, keeps it, and times the handshake', async () => {
  const record = await sendTo('receiver.test', authority.issue(['DNS:receiver.test']));
  expect(record).toMatchObject({ outcome: 'success', error: null });
  expect(record.timing.tlsMs).toBeGreaterThan(0);
  const url = `https://receiver.test:${receiver.port}/`;
  const again = await sender?.send(outboundRequest({ url }));
  expect(again).toMatchObject({ outcome: 'success', timing: { tlsMs: null, connectMs: null } });
  expect(receiver.connectionCount).toBe(1);
});

it('accepts a certificate for the address itself, and a name with a trailing dot', async () => {
  const both = authority.issue(['IP:127.0.0.1', 'DNS:receiver.test']);
  expect(await sendTo('127.0.0.1', both)).toMatchObject({ outcome: 'success' });
  await sender?.close();
  await receiver.close();
  expect(await sendTo('receiver.test.', both)).toMatchObject({ outcome: 'success' });
});

it.each([
  ['for another name', () => authority.issue(['DNS:other.test'])],
  ['from an unknown authority', () => stranger.issue(['DNS:receiver.test'])],
  ['that has expired', () => authority.issue(['DNS:receiver.test'], { isExpired: true })],
])('refuses a certificate %s, and sends nothing', async (_what, issue) => {
  const record = await sendTo('receiver.test', issue());
  expect(record).toMatchObject({ outcome: 'failure', error: { code: 'tls_certificate' } });
  expect(receiver.requests).toHaveLength(0);
});

it('reports a failed handshake if plain HTTP answers', async () => {
  const record = await sendTo('receiver.test', undefined);
  expect(record.error?.code).toBe('tls_handshake');
});

it('trusts the authorities of NODE_EXTRA_CA_CERTS, and verifies even if Node is configured not to', async () => {
  receiver = await startReceiver({ tls: authority.issue(['IP:127.0.0.1']) });
  const folder = mkdtempSync(join(tmpdir(), 'gancho-sender-'));
  try {
    const script = join(folder, 'send.cjs');
    const request = outboundRequest({ url: `https://127.0.0.1:${receiver.port}/` });
    const call = { ...request, signingSecrets: [] };
    await build({
      stdin: {
        contents: `
          import { createSender } from './src/server/gateways/sender/sender';
          const sender = createSender({ version: '1', allowedPrivateCidrs: ['127.0.0.0/8'] });
          sender.send(${JSON.stringify(call)}).then((record) => {
            console.log(record.error?.code ?? record.outcome);
            return sender.close();
          });`,
        resolveDir: process.cwd(),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: script,
      logLevel: 'silent',
    });
    const authorityFile = join(folder, 'authority.pem');
    writeFileSync(authorityFile, authority.certificate);
    const run = async (variables: Record<string, string>) => {
      const env = { NODE_ENV: 'test' as const, ...variables };
      const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
      return stdout.trim();
    };
    expect(await run({ NODE_EXTRA_CA_CERTS: authorityFile })).toBe('success');
    expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe('tls_certificate');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
