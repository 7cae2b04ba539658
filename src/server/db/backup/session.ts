import type { SqlTransaction } from '../driver';

/**
 * Sets one text format for values on every server, and lifts the time limits that a large table or a slow disk would
 * exceed. Some of these limits exist only since Postgres 17.
 */
const SETTINGS: Record<string, string> = {
  client_encoding: 'UTF8',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '3',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  transaction_timeout: '0',
};

export async function setSession(tx: SqlTransaction): Promise<void> {
  await tx`
    SELECT set_config(s.name, v.value, true) FROM json_each_text(${JSON.stringify(SETTINGS)}::text::json) AS v (name, value)
    JOIN pg_settings s ON lower(s.name) = v.name`;
}

const NEWLINE = 10;

/** A newline ends a row, because COPY escapes newlines in values. */
export function countRows(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
