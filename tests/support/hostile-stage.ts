import type { Socket } from 'node:net';
import { outboundRequest } from '@tests/factories/outbound-request';
import { createTestSender, type TestSender } from '@tests/factories/test-sender';
import { afterEach, beforeEach, expect } from 'vitest';
import type { OutboundRequest, SenderOptions } from '@/server/gateways/sender/sender';
import type { IssuedCertificate } from './certificate-authority';
import { onRequest, type RawReceiver, startRawReceiver } from './raw-receiver';
import { type Receiver, startReceiver } from './receiver';

export const TIMEOUT_MS = 300;

/** A sender without any state, and for each test one hostile and one honest receiver. */
export function useHostileStage() {
  let healthy: Receiver;
  const stage = {
    sender: null as unknown as TestSender,
    hostile: null as unknown as RawReceiver,
    open(options: Partial<SenderOptions> = {}): void {
      stage.sender = createTestSender({
        version: '1',
        allowedPrivateCidrs: ['127.0.0.0/8'],
        ...options,
      });
    },
    async accept(
      onConnection: (socket: Socket, index: number) => void,
      tls?: IssuedCertificate,
    ): Promise<void> {
      stage.hostile = await startRawReceiver({ onConnection, ...(tls ? { tls } : {}) });
    },
    /** Reads each request whole, then calls the function. */
    answer: (act: (socket: Socket) => void) =>
      stage.accept((socket) => onRequest(socket, () => act(socket))),
    send: (change: Partial<OutboundRequest> = {}) =>
      stage.sender.send(
        outboundRequest({ url: stage.hostile.url, timeoutMs: TIMEOUT_MS, ...change }),
      ),
    sendToHealthy: () => stage.sender.send(outboundRequest({ url: healthy.url })),
  };

  beforeEach(async () => {
    healthy = await startReceiver();
    stage.open();
  });

  /** After any behaviour of the receiver, others are served, and no connection to it is left. */
  afterEach(async () => {
    const record = await stage.sendToHealthy();
    await stage.sender.close();
    await stage.hostile.whenAllClosed();
    await stage.hostile.close();
    await healthy.close();
    expect(record).toMatchObject({ outcome: 'success', status: 200 });
  });
  return stage;
}

export const failed = (error: object) => ({
  outcome: 'failure',
  error,
  status: null,
  responseBody: null,
});
export const CUT_SUCCESS = {
  outcome: 'success',
  error: null,
  status: 200,
  responseBodyTruncated: true,
};

export const OK = 'HTTP/1.1 200 OK\r\n';
