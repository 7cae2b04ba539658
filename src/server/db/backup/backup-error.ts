/** A backup cannot be made, or a file cannot be restored here. The message names the remedy. */
export class BackupError extends Error {
  override name = 'BackupError';
}
