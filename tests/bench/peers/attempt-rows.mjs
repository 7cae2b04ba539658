import pg from 'pg';

/**
 * Writes one row per attempt, in batches of 5 ms, as peers without a record of attempts do.
 * @param {string} database
 */
export async function openAttemptRows(database) {
  const pool = new pg.Pool({ connectionString: database, max: 2 });
  pool.on('error', () => {});
  await pool.query(`CREATE TABLE IF NOT EXISTS peer_attempts (
    delivery text PRIMARY KEY, status integer, started_at timestamptz, finished_at timestamptz,
    request_headers jsonb, response_headers jsonb, response_body text)`);
  await pool.query('TRUNCATE peer_attempts');

  /** @type {{ row: object, done: () => void, fail: (error: unknown) => void }[]} */
  let waiting = [];
  async function write() {
    const batch = waiting;
    waiting = [];
    try {
      await pool.query(
        `INSERT INTO peer_attempts
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (
           delivery text, status integer, started_at timestamptz, finished_at timestamptz,
           request_headers jsonb, response_headers jsonb, response_body text)`,
        [JSON.stringify(batch.map((one) => one.row))],
      );
      for (const one of batch) one.done();
    } catch (error) {
      for (const one of batch) one.fail(error);
    }
  }

  /**
   * Resolves when the row is durable.
   * @param {string} delivery
   * @param {Awaited<ReturnType<ReturnType<typeof import('./send.mjs').createSend>>>} sent
   */
  return (delivery, sent) =>
    new Promise((done, fail) => {
      const row = {
        delivery,
        status: sent.status,
        started_at: new Date(sent.startedAt).toISOString(),
        finished_at: new Date(sent.finishedAt).toISOString(),
        request_headers: sent.requestHeaders,
        response_headers: sent.responseHeaders,
        response_body: sent.responseBody,
      };
      waiting.push({ row, done: () => done(undefined), fail });
      if (waiting.length === 1) setTimeout(write, 5);
    });
}
