import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@/launcher/files';
import { ensureDataDir } from '@/launcher/postgres/instance';

export function generatePassword(): string {
  return randomBytes(15).toString('base64url');
}

/**
 * Shows a generated password on a terminal. Otherwise logs are stored and read by others, so it goes into a file that
 * only its owner can read, and the line names the file.
 */
export async function describePassword(input: {
  password: string;
  dataDir: string;
  isTerminal: boolean;
}): Promise<string> {
  const path = join(input.dataDir, 'admin-password');
  if (input.isTerminal) {
    await rm(path, { force: true });
    return input.password;
  }
  await ensureDataDir(input.dataDir);
  await replaceFile(path, `${input.password}\n`, 0o600);
  return `in ${path}`;
}
