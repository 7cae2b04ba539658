import type { InngestClient } from '../client';

type Sendable = { name: string; id?: string; ts?: number; data?: Record<string, unknown> };

/** The SDK warns about an empty list, but here it is normal to have nothing to announce. */
export async function sendAll(client: InngestClient, events: Sendable[]): Promise<void> {
  if (events.length > 0) await client.send(events);
}
