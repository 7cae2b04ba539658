import type { SqlTransaction } from '../driver';

/**
 * Lets a value be written and read in one way on every server, and lets neither a table's size nor a slow disk end the
 * transaction. Some of the limits exist from Postgres 17 on.
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

/** Rows end with a newline, and COPY writes those of their values in another way. */
export function countRows(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
