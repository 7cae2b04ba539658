import type { Database, EngineSql } from '@/server/db/client';
import { numberColumn, textColumn } from '@/server/db/columns';
import type { OwnFailure } from '@/server/gateways/sender/attempt-record';
import type { Log } from '@/server/services/context';
import type { Claimed } from './claim';
import { Collector } from './collector';
import type { Tier } from './slots';

/** A claimed delivery that could not be sent, the tier of its slot, and when it is due again. */
type Returned = { claimed: Claimed; failure: OwnFailure; tier: Tier; pauseMs: number };

type Options = {
  db: Database;
  worker: () => Promise<number>;
  onWritten: (returned: readonly Returned[]) => void;
  log: Log;
};

const BATCH = 200;

/**
 * Gathers the deliveries that could not be sent and puts them back. It retries as long as the database is unavailable.
 */
export function createReturns({ db, worker, onWritten, log }: Options): Collector<Returned> {
  return new Collector({
    batchMax: () => BATCH,
    enough: () => BATCH,
    write: async (returned) => giveBack(db.engine, await worker(), returned),
    onTaken: () => {},
    onWritten,
    log,
  });
}

/** Restores the state that the deliveries had before they were claimed. */
async function giveBack(
  sql: EngineSql,
  worker: number,
  returned: readonly Returned[],
): Promise<void> {
  const column = (pick: (one: Returned) => number) => numberColumn(returned.map(pick));
  const bugs = textColumn(
    returned.map(({ failure }) => (failure.cause === 'internal' ? 't' : 'f')),
  );
  await sql`SELECT gancho.give_back(
    ${worker}::integer, ${column(({ claimed }) => claimed.hookId)}::bigint[],
    ${column(({ claimed }) => claimed.deliveryId)}::bigint[], ${column(({ claimed }) => claimed.attempt)}::integer[],
    ${column(({ pauseMs }) => Math.round(pauseMs))}::double precision[], string_to_array(${bugs}::text, chr(31), ''))`;
}
