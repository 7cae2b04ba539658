import { expect, it } from 'vitest';
import { TurnQueue } from './turn-queue';

function filled(...items: string[]): TurnQueue<string> {
  const queue = new TurnQueue<string>();
  for (const item of items) queue.add(item[0] ?? '', item);
  return queue;
}

function drained(queue: TurnQueue<string>): string {
  const order: string[] = [];
  for (let item = queue.first; item !== undefined; item = queue.first) {
    expect(queue.take()).toBe(item);
    order.push(item);
  }
  expect(queue.weight).toBe(0);
  expect(queue.take()).toBeUndefined();
  return order.join(' ');
}

it('gives each key one turn after another', () => {
  expect(drained(filled('a1', 'a2', 'a3', 'b1', 'b2', 'c1'))).toBe('a1 b1 c1 a2 b2 a3');
});

it('drops the newest item of the key that has the most', () => {
  const queue = filled('a1', 'b1', 'a2', 'c1', 'a3');
  expect([queue.dropNewest(), queue.weight]).toEqual(['a3', 4]);
  expect(drained(queue)).toBe('a1 b1 c1 a2');
  expect(queue.dropNewest()).toBeUndefined();
});

it('forgets an item that is removed, and its key with the last one', () => {
  const queue = filled('a1', 'a2', 'b1');
  queue.remove('b', 'b1');
  queue.remove('b', 'b1');
  queue.remove('a', 'a1');
  expect(drained(queue)).toBe('a2');
});

it('weighs items where a weight is given', () => {
  const queue = new TurnQueue<string>((item) => item.length);
  for (const item of ['a1', 'a2', 'b-large']) queue.add(item[0] ?? '', item);
  expect([queue.weight, queue.dropNewest(), queue.weight]).toEqual([11, 'b-large', 4]);
});

it('passes over a key that may not go', () => {
  const queue = filled('a1', 'b1', 'a2');
  expect(queue.take((key) => key !== 'a')).toBe('b1');
  expect(queue.take((key) => key !== 'a')).toBeUndefined();
  expect(drained(queue)).toBe('a1 a2');
});
