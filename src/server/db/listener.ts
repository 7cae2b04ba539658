import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connection';
import { asDriverError } from './driver-error';
import { Identifier } from './statement';

const AGAIN_MS = 250;

type Options = {
  open: () => Connection;
  channel: string;
  onPayload: (payload: string) => void;
  /** Called for each new connection. Notifications sent before it are lost. */
  onListening: () => void;
  isEnded: () => boolean;
};

/** Listens on its own connection, and again after it was lost. Rejects if the first connection fails. */
export async function listen(options: Options): Promise<void> {
  const connection = options.open();
  connection.on('notification', ({ payload = '' }) => options.onPayload(payload));
  try {
    await connection.connect();
    await connection.query(`LISTEN ${new Identifier(options.channel).quoted}`);
  } catch (error) {
    connection.destroy();
    throw asDriverError(error);
  }
  connection.once('end', () => void listenAgain(options));
  options.onListening();
}

async function listenAgain(options: Options): Promise<void> {
  while (!options.isEnded()) {
    await delay(AGAIN_MS);
    if (options.isEnded()) return;
    try {
      await listen(options);
      return;
    } catch {
      // The server may be unavailable for a long time.
    }
  }
}
