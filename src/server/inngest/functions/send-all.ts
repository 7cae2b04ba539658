import type { InngestClient } from '../client';

type Sendable = { name: string; id?: string; ts?: number; data?: Record<string, unknown> };

/** The SDK warns about an empty list; nothing to announce is ordinary here. */
export async function sendAll(client: InngestClient, events: Sendable[]): Promise<void> {
  if (events.length > 0) await client.send(events);
}
