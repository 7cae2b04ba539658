import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The first gap between the used and the new size. It doubles until the mount succeeds. */
const SMALLEST_GAP_BYTES = 64 * 1024;
const LARGEST_GAP_BYTES = 128 * 1024 * 1024;
const BLOCK = Buffer.alloc(4096);

/** The name of our mounts, followed by the id of the process that made them. */
const SOURCE = 'gancho-chaos-';

/** A folder's own file system, in memory, that can become full. */
export class SmallDisk {
  private isMounted = true;
  private readonly onExit = () => this.unmount();

  private constructor(
    private readonly folder: string,
    private readonly bytes: number,
  ) {
    process.once('exit', this.onExit);
  }

  /** Null if this process may not mount, as in most containers. */
  static mount(folder: string, bytes: number, owner = process.pid): SmallDisk | null {
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${bytes},mode=0711`, `${SOURCE}${owner}`, folder);
      return new SmallDisk(folder, bytes);
    } catch {
      return null;
    }
  }

  /** From now on the disk takes nothing more. */
  async fill(): Promise<void> {
    for (let gap = SMALLEST_GAP_BYTES; ; gap *= 2) {
      try {
        this.resize((await this.usedBytes()) + gap);
        break;
      } catch (error) {
        // More was written between the measurement and the mount.
        if (gap >= LARGEST_GAP_BYTES) throw error;
      }
    }
    writeUntilFull(this.ballast);
  }

  clear(): void {
    rmSync(this.ballast, { force: true });
    this.resize(this.bytes);
  }

  async usedBytes(): Promise<number> {
    const { blocks, bfree, bsize } = await statfs(this.folder);
    return (blocks - bfree) * bsize;
  }

  unmount(): void {
    if (!this.isMounted) return;
    this.isMounted = false;
    process.removeListener('exit', this.onExit);
    run('umount', '--lazy', this.folder);
  }

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }

  private resize(bytes: number): void {
    run('mount', '-o', `remount,size=${bytes}`, this.folder);
  }
}

/**
 * Removes the mounts that killed runs have left.
 * @returns the folders that are free again
 */
export async function unmountLeftovers(): Promise<string[]> {
  const folders = leftoversIn(readFileSync('/proc/self/mounts', 'utf8'), isRunning);
  for (const folder of folders) {
    // A server that runs on it ends by itself once its files are gone, and frees the memory.
    for (const name of await readdir(folder)) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    run('umount', '--lazy', folder);
  }
  return folders;
}

/** The folders of our mounts whose process has ended. */
export function leftoversIn(mounts: string, isRunning: (pid: number) => boolean): string[] {
  return mounts.split('\n').flatMap((line) => {
    const [source = '', folder = '', type] = line.split(' ');
    if (type !== 'tmpfs' || !source.startsWith(SOURCE)) return [];
    if (isRunning(Number(source.slice(SOURCE.length)))) return [];
    // The list writes a space in a path as \040.
    return [
      folder.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8))),
    ];
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'w');
  try {
    while (writeSync(file, BLOCK) === BLOCK.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}
