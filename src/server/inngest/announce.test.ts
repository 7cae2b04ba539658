import { silentLog } from '@tests/factories/silent-log';
import { describe, expect, it } from 'vitest';
import { createGate } from '../../../tests/support/inngest-harness';
import { createAnnouncer } from './announce';
import { deliveriesDue, eventsRecorded } from './events';

const recorded = eventsRecorded.name;

function createRecorder(send: (name: string) => Promise<void> = async () => {}) {
  const sent: string[] = [];
  const warnings: string[] = [];
  const client = {
    send: async (event: unknown) => {
      const { name } = event as { name: string };
      sent.push(name);
      await send(name);
      return { ids: [name] };
    },
  };
  const log = { ...silentLog, warn: (_: unknown, message: string) => warnings.push(message) };
  return { sent, warnings, announcer: createAnnouncer({ client, windowMs: 3_600_000, log }) };
}

describe('an announcer', () => {
  it('sends the first announcement at once and combines the next ones in the window', async () => {
    const { sent, announcer } = createRecorder();
    announcer.announce(recorded);
    expect(sent).toEqual([recorded]);
    for (let i = 0; i < 50; i += 1) announcer.announce(recorded);
    expect(sent).toHaveLength(1);
    await announcer.flush();
    expect(sent).toHaveLength(2);
    await announcer.flush();
    expect(sent).toHaveLength(2);
  });

  it('sends again for announcements that arrived during a send', async () => {
    const hold = createGate();
    const { sent, announcer } = createRecorder(() => hold.opened);
    announcer.announce(recorded);
    announcer.announce(recorded);
    const flushed = announcer.flush();
    expect(sent).toHaveLength(1);
    hold.open();
    await flushed;
    expect(sent).toHaveLength(2);
  });

  it('keeps names apart', () => {
    const { sent, announcer } = createRecorder();
    announcer.announce(recorded);
    announcer.announce(deliveriesDue.name);
    expect(sent).toEqual([recorded, deliveriesDue.name]);
  });

  it('logs a failure instead of throwing it', async () => {
    const { warnings, announcer } = createRecorder(() => Promise.reject(new Error('away')));
    announcer.announce(recorded);
    await announcer.flush();
    expect(warnings).toHaveLength(1);
  });
});
