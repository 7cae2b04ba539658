/** A backup that cannot be made, or a file that cannot be restored here: its message names the remedy. */
export class BackupError extends Error {
  override name = 'BackupError';
}
