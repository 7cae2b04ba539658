import { BackupError } from './backup-error';
import type { Table } from './catalogue';
import type { TableCount } from './dump';
import { readBackupFile } from './file';
import type { Frame, Seal } from './frames';
import { type BackupHeader, decodeHeader } from './header';
import { countRows } from './session';

type Frames = AsyncGenerator<Frame, Seal>;
type Next = IteratorResult<Frame, Seal>;
type Read = { header: BackupHeader; tables: TableCount[]; seal: Seal };

/**
 * Reads a backup from the first frame to the last and passes the rows of each table to `onTable`, which must read them
 * all.
 * @throws BackupError if the file is not a whole backup. Tables may have been passed on before that.
 */
export async function readBackup(
  path: string,
  onTable: (table: Table, rows: AsyncIterable<Buffer>) => Promise<void>,
): Promise<Read> {
  const frames = readBackupFile(path);
  try {
    const header = decodeHeader(expect(await frames.next(), 'H', path));
    const tables: TableCount[] = [];
    for (;;) {
      const next = await frames.next();
      if (next.done) return { header, tables, seal: next.value };
      const table = parse<Table>(next, 'T', path);
      const rows = new TableRows(frames, path);
      await onTable(table, rows.read());
      tables.push({ table: table.name, rows: rows.count });
    }
  } finally {
    await frames.return(NONE);
  }
}

const NONE: Seal = { checksum: Buffer.alloc(0), proof: Buffer.alloc(0) };

/** Checks that the file is a whole backup and returns its header, before anything is written. */
export async function verifyBackup(path: string) {
  return readBackup(path, async (_table, rows) => {
    for await (const _ of rows) {
      // Reading the rows counts them and computes the checksum.
    }
  });
}

class TableRows {
  count = 0;

  constructor(
    private readonly frames: Frames,
    private readonly path: string,
  ) {}

  async *read(): AsyncGenerator<Buffer> {
    for (;;) {
      const next = await this.frames.next();
      if (next.done || next.value.kind !== 'D') {
        const { rows } = parse<TableCount>(next, 'E', this.path);
        if (rows !== this.count) throw damaged(this.path);
        return;
      }
      this.count += countRows(next.value.body);
      yield next.value.body;
    }
  }
}

function expect(next: Next, kind: Frame['kind'], path: string): Buffer {
  if (next.done || next.value.kind !== kind) throw damaged(path);
  return next.value.body;
}

function parse<T>(next: Next, kind: 'T' | 'E', path: string): T {
  try {
    return JSON.parse(expect(next, kind, path).toString('utf8'));
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string): BackupError {
  return new BackupError(`${path} is damaged: take another backup, or copy it anew.`);
}
