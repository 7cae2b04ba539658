import { BackupError } from './backup-error';

const FORMAT = 1;
const WHAT = 'gancho backup';

export type BackupHeader = {
  /** The release to which the database belonged. */
  release: string;
  /** When the snapshot was taken, by the database's clock. */
  takenAt: string;
  /** The key check of the secret key that opens the backup (src/server/gateways/secret-box.ts). */
  keyCheck: string;
  /** In the order in which they were applied. */
  migrations: { name: string; hash: string }[];
  /** The definitions of the engine's routines. A later release creates the partitions of this schema with them. */
  routines: { name: string; definition: string }[];
  /** The days that have partitions, counted from 1970. */
  days: number[];
  /** The last value that each sequence gave out. Null: none yet. */
  sequences: { name: string; last: string | null }[];
};

export function encodeHeader(header: BackupHeader): object {
  return { what: WHAT, format: FORMAT, ...header };
}

/** @throws BackupError */
export function decodeHeader(body: Buffer): BackupHeader {
  const found = parse(body);
  if (found?.what !== WHAT) {
    throw new BackupError(
      'The file is damaged, or no backup of Gancho: take another, or copy it anew.',
    );
  }
  if (found.format !== FORMAT) {
    throw new BackupError(
      `The backup has a format that this release does not know: restore it with release ${found.release}, which made it, or a newer one.`,
    );
  }
  return found;
}

function parse(body: Buffer): (BackupHeader & { what?: unknown; format?: unknown }) | null {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
