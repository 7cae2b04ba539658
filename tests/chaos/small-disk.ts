import { execFileSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';

const TRIES = 20;

/** A file system of its own for a folder, in memory, that can be full. */
export class SmallDisk {
  private constructor(
    private readonly folder: string,
    private readonly bytes: number,
  ) {}

  /** Null where this process may mount nothing, as in most containers. */
  static mount(folder: string, bytes: number): SmallDisk | null {
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${bytes},mode=0711`, 'tmpfs', folder);
      return new SmallDisk(folder, bytes);
    } catch {
      return null;
    }
  }

  /** From now on nothing more fits than is there. */
  async fill(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return this.resize(await this.usedBytes());
      } catch (error) {
        // More was written between the look and the mount.
        if (tries === TRIES) throw error;
      }
    }
  }

  clear(): void {
    this.resize(this.bytes);
  }

  async usedBytes(): Promise<number> {
    const { blocks, bfree, bsize } = await statfs(this.folder);
    return (blocks - bfree) * bsize;
  }

  unmount(): void {
    run('umount', '--lazy', this.folder);
  }

  private resize(bytes: number): void {
    run('mount', '-o', `remount,size=${bytes}`, this.folder);
  }
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}
