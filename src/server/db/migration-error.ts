/** The database cannot be brought to this version. The message names the remedy. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
