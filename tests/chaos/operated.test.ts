import { expect, it } from 'vitest';
import type { StoredDelivery } from './evidence';
import { findSentAfterDiscard, type OperatorAction } from './operator-actions';
import { findDisorder } from './order';
import type { Receipt } from './receivers';

const HOOK = 7;
const nameOf = ({ ulid }: StoredDelivery) => ulid;

function delivery(id: number, status: StoredDelivery['status']): StoredDelivery {
  return {
    id,
    hook_id: HOOK,
    ulid: `d${id}`,
    status,
    attempts: 1,
    reason: null,
    created_ms: id,
    finished_ms: 900,
  };
}

function receipt(id: number, arrivedMs: number, acceptedMs: number | null): Receipt {
  const outcome = acceptedMs === null ? 'refused' : 'accepted';
  return {
    endpoint: 0,
    webhookId: `d${id}`,
    attempt: 1,
    body: '',
    arrivedMs,
    acceptedMs,
    closedMs: acceptedMs,
    outcome,
  };
}

const action = (
  kind: OperatorAction['kind'],
  beganMs: number,
  deliveryId: number | null = null,
): OperatorAction => ({
  kind,
  hookId: HOOK,
  deliveryId,
  beganMs,
  endedMs: beganMs + 10,
});

const TWO = [delivery(1, 'delivered'), delivery(2, 'delivered')];

it('finds a delivery that came before an earlier one was accepted', () => {
  const early = receipt(2, 150, 160);
  const receipts = [receipt(1, 100, null), early, receipt(1, 200, 210), receipt(2, 300, 310)];
  expect(findDisorder(TWO, receipts, [], nameOf)).toEqual([early]);
});

it('lets the next one come once the earlier one has been accepted', () => {
  const receipts = [receipt(1, 100, null), receipt(1, 200, 210), receipt(2, 211, 220)];
  expect(findDisorder(TWO, receipts, [], nameOf)).toEqual([]);
});

it('lets the next one come once somebody has asked to discard the earlier one, not before', () => {
  const order = [delivery(1, 'discarded'), delivery(2, 'delivered'), delivery(3, 'delivered')];
  const early = receipt(2, 250, 260);
  const receipts = [receipt(1, 200, null), early, receipt(3, 310, 320)];
  expect(findDisorder(order, receipts, [action('discard', 300)], nameOf)).toEqual([early]);
  expect(findDisorder(order, receipts, [], nameOf)).toHaveLength(2);
});

it('accepts a delivery after one that was sent again', () => {
  const receipts = [receipt(2, 100, 110), receipt(1, 200, 210)];
  expect(findDisorder(TWO, receipts, [action('redeliver', 150, 1)], nameOf)).toEqual([]);
});

it('finds a delivery that is sent after its discard, unless somebody sent it again', () => {
  const late = receipt(1, 2000, 2010);
  const receipts = [receipt(1, 800, null), late];
  expect(findSentAfterDiscard(delivery(1, 'discarded'), receipts, new Set())).toEqual([late]);
  expect(findSentAfterDiscard(delivery(1, 'delivered'), receipts, new Set())).toEqual([]);
  expect(findSentAfterDiscard(delivery(1, 'discarded'), receipts, new Set([1]))).toEqual([]);
});
