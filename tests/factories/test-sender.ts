import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import {
  createSender,
  type OutboundRequest,
  type Sender,
  type SenderOptions,
} from '@/server/gateways/sender/sender';

/** A sender whose failures are always its receivers'. Any other failure ends the test. */
export type TestSender = Omit<Sender, 'send'> & {
  send(request: OutboundRequest): Promise<AttemptRecord>;
};

export function createTestSender(options: SenderOptions): TestSender {
  const sender = createSender(options);
  return {
    ...sender,
    async send(request) {
      const sent = await sender.send(request);
      if (sent.outcome === 'ours') throw new Error(`our own failure: ${sent.cause} ${sent.reason}`);
      return sent;
    },
  };
}
