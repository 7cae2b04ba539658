import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The browser without its windows. It takes three quarters of the time. */
const HEADLESS = 'chromium-headless-shell';

/** The programs of the operating system that tests use, with their Debian packages. */
const DEBIAN_PACKAGES = [
  { package: HEADLESS, isThere: () => findProgram([HEADLESS]) !== undefined },
  // If the release has no package of the other.
  { package: 'chromium', isThere: () => findChromium() !== undefined },
  { package: 'python3', isThere: () => findProgram(['python3']) !== undefined },
  { package: 'pgbouncer', isThere: () => findProgram(['pgbouncer']) !== undefined },
  { package: 'faketime', isThere: () => findProgram(['faketime']) !== undefined },
  { package: 'nginx', isThere: () => findProgram(['nginx']) !== undefined },
  { package: 'caddy', isThere: () => findProgram(['caddy']) !== undefined },
  { package: 'systemd', isThere: () => findProgram(['systemd-analyze']) !== undefined },
  { package: 'postgresql-15', isThere: () => existsSync('/usr/lib/postgresql/15/bin/postgres') },
];

/** Installs missing programs on a CI machine, if it is a Debian with root access. */
export function installSystemPrograms() {
  const isOurs = process.env.CI && process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!isOurs || DEBIAN_PACKAGES.every((one) => one.isThere())) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  for (const { package: name, isThere } of DEBIAN_PACKAGES) {
    if (isThere()) continue;
    process.stdout.write(`installing ${name}\n`);
    // One by one, because a package that this release lacks must not prevent the others.
    const args = ['install', '-y', '-qq', '--no-install-recommends', name];
    const { status } = spawnSync('apt-get', args, { env, stdio: 'ignore' });
    if (status !== 0) process.stdout.write(`${name} could not be installed\n`);
  }
}

/**
 * CHROMIUM_PATH, the system's, or Playwright's own.
 * @returns {string | undefined}
 */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  return findProgram([
    HEADLESS,
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  ]);
}

/** @returns {Promise<string | undefined>} */
export async function findPlaywrightChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** @param {string[]} names */
function findProgram(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}
