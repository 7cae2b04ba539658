import type { Tenant } from '../product';
import { eventsOf, type Receiver } from '../stage';

export type Stream = {
  projectId: number;
  perSecond: number;
  isTimed: boolean;
  /** Set for a stream of another company. */
  from?: Tenant;
};

/**
 * Publishes over HTTP at a steady pace, one event at a time with the streams spread evenly, and waits for the receipts
 * of the timed events. Returns the milliseconds from each 202 to its receipt.
 */
export async function atPace(
  product: Tenant,
  receiver: Receiver,
  streams: readonly Stream[],
  seconds: number,
): Promise<number[]> {
  const committedAt = new Map<string, number>();
  const receivedAt = new Map<string, number>();
  receiver.on((id, atMs) => receivedAt.set(id.split('_')[0] ?? '', atMs));
  const started = performance.now();
  await Promise.all(
    streams.map(async ({ projectId, perSecond, isTimed, from = product }, index) => {
      const [event] = eventsOf(projectId, 1);
      const gapMs = 1000 / perSecond;
      const offsetMs = (gapMs * index) / streams.length;
      const answers: Promise<void>[] = [];
      for (let i = 0; i < perSecond * seconds; i += 1) {
        await pause(started + offsetMs + i * gapMs - performance.now());
        const answer = from.publish(event).then(([ulid = '']) => {
          if (isTimed) committedAt.set(ulid, Date.now());
        });
        answers.push(answer);
      }
      await Promise.all(answers);
    }),
  );
  while ([...committedAt.keys()].some((ulid) => !receivedAt.has(ulid))) await pause(50);
  receiver.on(() => {});
  return [...committedAt].map(([ulid, atMs]) => (receivedAt.get(ulid) ?? Number.NaN) - atMs);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(ms, 0)));
