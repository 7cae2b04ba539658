/** An event as a client sends it. */
export type EngineEvent = {
  name: string;
  id?: string;
  /** When it happened, or, for a future time, when its runs start (epoch milliseconds). */
  ts?: number;
  data?: Record<string, unknown>;
};

/** An event as a run receives it. */
export type StampedEvent = Required<EngineEvent>;

/** The event that a cron trigger's run receives. */
export const CRON_TICK = 'inngest/scheduled.timer';

/** A wake-up without data, by event or by clock. Two that wait count as one. */
export const isWakeUp = (event: EngineEvent): boolean =>
  event.name === CRON_TICK || event.data === undefined || Object.keys(event.data).length === 0;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the body of an event request. Null if a part of it is not an event. */
export function parseEvents(body: unknown): EngineEvent[] | null {
  const items = Array.isArray(body) ? body : [body];
  const events: EngineEvent[] = [];
  for (const item of items) {
    if (!isRecord(item) || typeof item.name !== 'string' || item.name === '') return null;
    events.push({
      name: item.name,
      ...(typeof item.id === 'string' && item.id !== '' ? { id: item.id } : {}),
      ...(typeof item.ts === 'number' ? { ts: item.ts } : {}),
      ...(isRecord(item.data) ? { data: item.data } : {}),
    });
  }
  return events;
}
