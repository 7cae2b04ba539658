import type { Clock } from '@/server/gateways/clock';
import { createCoalescer } from '../coalescer';
import { announcementNames } from '../events';
import type { Log } from '../log';
import { type EngineEvent, isWakeUp, parseEvents } from './event';

const CHANNEL = 'gancho_wake';
/** At most one NOTIFY per event name in this time, because its commit is not free. */
const WINDOW_MS = 5;
const RETRY_MS = 1000;
/** Postgres accepts up to 8,000 bytes in a notification. */
const PAYLOAD_BYTES_MAX = 7_500;

/** Carries events from the processes that publish to the workers whose engines run the functions. */
export type Bus = {
  publish(event: EngineEvent): void;
  /** Calls back for every event, and resolves when it listens. */
  subscribe(onEvent: (event: EngineEvent) => void): Promise<void>;
  close(): Promise<void>;
};

type Connection = {
  (text: TemplateStringsArray, ...values: unknown[]): Promise<unknown>;
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onListening: () => void,
  ): Promise<void>;
  end(limit: { timeout: number }): Promise<void>;
};
/** Opens its own connection, which bypasses every pooler. */
type Connect = (applicationName: string) => Connection;

/** An immediate wake-up travels as its bare name, so that equal ones coalesce. Other events travel as JSON. */
function encode(event: EngineEvent, clock: Clock): string {
  const isForNow = event.ts === undefined || event.ts <= clock.nowMs();
  return isWakeUp(event) && isForNow ? event.name : JSON.stringify(event);
}

function decode(payload: string): EngineEvent | null {
  if (!payload.startsWith('{')) return payload === '' ? null : { name: payload };
  try {
    return parseEvents(JSON.parse(payload))?.[0] ?? null;
  } catch {
    return null;
  }
}

type BusOptions = { connect: Connect; clock: Clock; log: Log };

/**
 * A bus over NOTIFY and LISTEN. Each has its own connection, which opens when first needed and reconnects by itself.
 * Behind a transaction pooler, LISTEN receives nothing. The worker's poll and the sweep cover that case, so its failure
 * is a warning, not an error.
 */
export function createPostgresBus({ connect, clock, log }: BusOptions): Bus {
  let publisher: Connection | null = null;
  let listener: Connection | null = null;

  const coalescer = createCoalescer<string>({
    windowMs: WINDOW_MS,
    run: async (payload) => {
      publisher ??= connect('gancho wake');
      // It writes nothing that could be lost, so its commit need not wait for the disk.
      await publisher`
        select set_config('synchronous_commit', 'off', true), pg_notify(${CHANNEL}, ${payload})`;
    },
    onError: (error) => {
      log.warn({ err: error }, 'A wake-up signal was not sent and is retried');
      return RETRY_MS;
    },
  });

  return {
    publish: (event) => {
      const payload = encode(event, clock);
      if (Buffer.byteLength(payload) <= PAYLOAD_BYTES_MAX) coalescer.touch(payload);
      else log.error({ event: event.name }, 'An event is too large for the bus and is dropped');
    },
    subscribe: async (onEvent) => {
      listener ??= connect('gancho listen');
      // Events sent while the connection was lost are gone, so each new connection counts as a wake-up.
      const onListening = () => {
        for (const name of announcementNames) onEvent({ name });
      };
      const onPayload = (payload: string) => {
        const event = decode(payload);
        if (event !== null) onEvent(event);
      };
      await listener.listen(CHANNEL, onPayload, onListening);
    },
    close: async () => {
      await coalescer.flush();
      coalescer.close();
      await Promise.all([publisher?.end({ timeout: 1 }), listener?.end({ timeout: 1 })]);
    },
  };
}
