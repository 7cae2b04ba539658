import { describe, expect, it } from 'vitest';
import { PAYLOAD_VERSIONS, parsePayloadVersion, payloadVersionAt } from './version';

describe('parsePayloadVersion', () => {
  it.each([
    ['v1.0', 'v2.0'],
    ['v2', 'v2.0'],
    ['v2.0', 'v2.0'],
    ['v3', 'v3.0'],
    ['v3.0', 'v3.0'],
    ['v4', 'v4.0'],
    ['v4.0', 'v4.0'],
  ])('reads %s as %s', (spelling, version) => {
    expect(parsePayloadVersion(spelling)).toBe(version);
  });

  it.each(['', 'v5.0', '2.0', 'V2.0', 'v2.1', ' v2', 'constructor'])('refuses %j', (spelling) => {
    expect(parsePayloadVersion(spelling)).toBeNull();
  });

  it('reads every version that it offers as itself', () => {
    expect(PAYLOAD_VERSIONS.map(parsePayloadVersion)).toEqual([...PAYLOAD_VERSIONS]);
  });
});

it.each([5, null, { untilMs: 9 }, [null, 7, { version: 'v2.0' }]])(
  'ignores damaged entries of the past: %j',
  (past) => {
    expect(payloadVersionAt(1, 'v4.0', past)).toBe('v4.0');
  },
);
