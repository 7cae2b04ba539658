/** The database can't be brought to this version; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
