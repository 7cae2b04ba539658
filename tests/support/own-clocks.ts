import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Debian's faketime. */
const FAKETIME = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find(existsSync);

export const canSetClocks = FAKETIME !== undefined;

/** Clocks for single processes, which can be set while these run. All other processes keep the true time. */
export class OwnClocks {
  constructor(private readonly folder: string) {}

  /** The environment of a process with this clock. */
  env(name: string): Record<string, string> {
    if (FAKETIME === undefined) return {};
    return {
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: this.fileOf(name),
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** @param offset as faketime reads it: +60d, -3600, +0 */
  async set(name: string, offset: string): Promise<void> {
    const file = this.fileOf(name);
    // Replaced in one step, because the process reads it all the time.
    await writeFile(`${file}.new`, offset);
    await rename(`${file}.new`, file);
  }

  private fileOf(name: string): string {
    return join(this.folder, `clock of ${name}`);
  }
}
