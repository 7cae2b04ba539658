import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '@tests/support/certificate-authority';
import { freePort } from '@tests/support/free-port.mjs';
import { endLaunched, type Launched, launch, waitUntilReady } from '@tests/support/launcher';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const HOST = 'hooks.example.com';
const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const authority = createCertificateAuthority();
const folder = mkdtempSync(join(tmpdir(), 'gancho-operations-'));
const certificate = join(folder, 'server.pem');
const key = join(folder, 'server.key');
let product: Launched;

/** The only block of docs/operations.md in this language. */
function blockOf(language: string): string {
  const blocks = [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  expect(blocks, language).toHaveLength(1);
  return blocks[0]?.[1] ?? '';
}

beforeAll(async () => {
  // The workers of nginx run as another user.
  chmodSync(folder, 0o755);
  const issued = authority.issue([`DNS:${HOST}`]);
  writeFileSync(certificate, issued.cert);
  writeFileSync(key, issued.key);
  const settings = /^(GANCHO_PUBLIC_URL)=(.*)\n(GANCHO_TRUSTED_PROXIES)=(.*)$/m.exec(GUIDE);
  const [, publicUrl = '', url = '', proxies = '', addresses = ''] = settings ?? [];
  product = await launch({
    dataDir: join(folder, 'data'),
    env: { [publicUrl]: url, [proxies]: addresses, GANCHO_DEMO: '0' },
  });
  await waitUntilReady(product);
});
afterAll(async () => {
  await endLaunched(product, join(folder, 'data'));
  rmSync(folder, { recursive: true, force: true });
});

type Answer = { status: number; headers: Record<string, unknown>; body: string };

function ask(port: number, path: string, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path,
      method: body ? 'POST' : 'GET',
      servername: HOST,
      ca: authority.certificate,
      headers: { host: HOST, ...(body ? { 'content-type': 'application/json' } : {}) },
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      let text = '';
      response.on('data', (bytes: Buffer) => {
        text += bytes.toString();
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    asked.end(body);
  });
}

async function expectToServe(program: ChildProcess, port: number): Promise<void> {
  try {
    const health = await vi.waitFor(() => ask(port, '/api/health'), { timeout: PATIENCE_MS });
    expect(health).toMatchObject({ status: 200 });
    expect(JSON.parse(health.body)).toMatchObject({ status: 'ok' });
    const page = await ask(port, '/sign-in');
    expect(page.status).toBe(200);
    expect(page.headers['strict-transport-security']).toBeDefined();
    const { status, headers } = await ask(port, '/companies');
    expect(status).toBe(307);
    expect(String(headers.location)).toMatch(/^(https:\/\/hooks\.example\.com)?\/sign-in\?next=/);
    const large = await ask(port, '/oauth/token', Buffer.alloc(1_500_000, ' '));
    expect(large.status).toBe(413);
    expect(JSON.parse(large.body)).toHaveProperty('error');
  } finally {
    const ended = once(program, 'exit');
    program.kill('SIGTERM');
    await ended;
  }
}

describe('behind the documented proxy', () => {
  const origin = () => new URL(product.address).host;

  it('nginx', async () => {
    const port = await freePort();
    const site = blockOf('nginx')
      .replaceAll('127.0.0.1:3000', origin())
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replace('/etc/ssl/hooks.example.com.pem', certificate)
      .replace('/etc/ssl/hooks.example.com.key', key);
    const conf = join(folder, 'nginx.conf');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    writeFileSync(
      conf,
      `daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr; events {}
http { access_log off; ${temporary.join(' ')} ${site} }`,
    );
    const program = spawn('nginx', ['-p', folder, '-c', conf, '-e', 'stderr'], {
      stdio: 'inherit',
    });
    await expectToServe(program, port);
  });

  it('Caddy', async () => {
    const port = await freePort();
    // The address of a test, and a certificate that no public authority must issue.
    const site = blockOf('caddy')
      .replaceAll('127.0.0.1:3000', origin())
      .replace(
        /^hooks\.example\.com \{/,
        `${HOST}:${port} {\n  bind 127.0.0.1\n  tls ${certificate} ${key}`,
      );
    const conf = join(folder, 'Caddyfile');
    writeFileSync(conf, `{\n  admin off\n  auto_https disable_redirects\n}\n${site}`);
    const home = join(folder, 'caddy');
    mkdirSync(home);
    const program = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', conf], {
      stdio: 'ignore',
      env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home },
    });
    await expectToServe(program, port);
  });
});

it('systemd accepts the documented units', () => {
  const blocks = [...GUIDE.matchAll(/^```systemd (\S+)\n([\s\S]*?)^```$/gm)];
  const units = blocks.map(([, name = '', text = '']) => {
    const path = join(folder, name);
    const known = text
      .replace('User=gancho', 'User=daemon')
      .replace('/srv/gancho', folder)
      .replace('/usr/bin/node', process.execPath);
    writeFileSync(path, known);
    return path;
  });
  expect(units).toHaveLength(3);
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
