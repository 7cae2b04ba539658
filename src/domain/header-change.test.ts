import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeHeaders, type HeaderSetter, type StoredHeader } from './header-change';
import { maskValue } from './headers';

const ANA: HeaderSetter = { kind: 'user', id: 1 };
const BEN: HeaderSetter = { kind: 'user', id: 2 };
const CLIENT_ONE: HeaderSetter = { kind: 'client', id: 1 };
const VALUE = 'Bearer 0123456789';
const secret: StoredHeader = {
  name: 'Authorization',
  shown: maskValue(VALUE),
  isPublic: false,
  setBy: ANA,
};
const change = (changes: Partial<Parameters<typeof changeHeaders>[0]>) =>
  changeHeaders({
    stored: [secret],
    given: undefined,
    publicNames: undefined,
    isMoved: false,
    actor: BEN,
    ...changes,
  });
const codes = (changes: Parameters<typeof change>[0]) =>
  change(changes).problems.map(({ name, code }) => [name, code]);

describe('a stored value', () => {
  const moved = { isMoved: true };
  it.each([
    ['left out', moved],
    ['as its mask', { ...moved, given: { Authorization: secret.shown } }],
    ['as its mask under another spelling', { ...moved, given: { AUTHORIZATION: secret.shown } }],
  ])('does not move to another origin for anybody else, %s', (_, how) => {
    for (const actor of [BEN, CLIENT_ONE]) {
      const [problem] = change({ ...how, actor }).problems;
      expect([problem?.name.toLowerCase(), problem?.code]).toEqual([
        'authorization',
        'origin_changed',
      ]);
    }
    expect(codes({ ...how, actor: ANA })).toEqual([]);
  });

  it('may be replaced or removed with the move, and stays without one', () => {
    const sent = change({ ...moved, given: { Authorization: VALUE } });
    expect(sent).toEqual({
      problems: [],
      headers: [{ name: 'Authorization', value: VALUE, isPublic: false, setBy: BEN }],
    });
    expect(change({ ...moved, given: {} })).toEqual({ headers: [], problems: [] });
    expect(change({ given: { authorization: secret.shown } }).headers).toEqual([
      { name: 'authorization', value: null, isPublic: false, setBy: ANA },
    ]);
  });

  it('becomes public only for its setter, or when it is sent again', () => {
    const publicNames = ['authorization'];
    expect(codes({ publicNames })).toEqual([['Authorization', 'value_needed_to_show']]);
    expect(codes({ publicNames, actor: ANA })).toEqual([]);
    expect(codes({ publicNames, given: { Authorization: VALUE } })).toEqual([]);
  });

  it('moves if it is public, and can become a secret', () => {
    const stored = [{ ...secret, shown: VALUE, isPublic: true }];
    expect(codes({ ...moved, stored })).toEqual([]);
    expect(change({ stored, publicNames: [] }).headers).toMatchObject([{ isPublic: false }]);
    expect(change({ stored, given: { Authorization: VALUE } }).headers).toMatchObject([
      { value: null, isPublic: true, setBy: ANA },
    ]);
  });
});

it('refuses masks without a value, and public names without a header', () => {
  const masks = { 'X-Key': '*****12345', authorization: '*****', 'X-Long': '*****123456' };
  expect(codes({ given: masks })).toEqual(Object.keys(masks).map((name) => [name, 'masked']));
  expect(codes({ publicNames: ['X-None'] })).toEqual([['X-None', 'not_a_header']]);
});

const name = fc.constantFrom('A', 'a', 'B', 'b', 'C');
const setter = fc.constantFrom(ANA, BEN, CLIENT_ONE);
const value = fc.constantFrom('0123456789', 'short', '*****', '*****56789', 'new');
const stored = fc
  .uniqueArray(
    fc.record({
      name,
      plain: fc.constantFrom('0123456789', 'short'),
      isPublic: fc.boolean(),
      setBy: setter,
    }),
    { selector: (header) => header.name.toLowerCase() },
  )
  .map((headers) =>
    headers.map(({ plain, ...header }) => ({
      ...header,
      shown: header.isPublic ? plain : maskValue(plain),
    })),
  );
const anyChange = fc.record({
  stored,
  given: fc.option(fc.dictionary(name, value), { nil: undefined }),
  publicNames: fc.option(fc.array(name), { nil: undefined }),
  isMoved: fc.boolean(),
  actor: setter,
});

it('never moves or shows a secret for anybody else, with any input', () => {
  let kept = 0;
  fc.assert(
    fc.property(anyChange, (any) => {
      const { headers, problems } = changeHeaders(any);
      if (problems.length > 0) return;
      for (const after of headers) {
        if (after.value !== null) continue;
        kept += 1;
        const was = any.stored.find((one) => one.name.toLowerCase() === after.name.toLowerCase());
        const isOwn = was?.setBy.kind === any.actor.kind && was.setBy.id === any.actor.id;
        expect(after.setBy).toEqual(was?.setBy);
        if (!was?.isPublic && !isOwn) expect([any.isMoved, after.isPublic]).toEqual([false, false]);
      }
    }),
    { numRuns: 3_000 },
  );
  expect(kept).toBeGreaterThan(100);
});
