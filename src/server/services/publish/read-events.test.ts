import { forThisMachine } from '@tests/support/patience.mjs';
import { describe, expect, it } from 'vitest';
import { isServiceError } from '@/domain/errors';
import { type ReadEvents, readEvents } from './read-events';

const RFI = '"resource_name":"RFIs","resource_id":1,"event_type":"create"';
const rfi = (change: Record<string, unknown> = {}) => ({
  resource_name: 'RFIs',
  resource_id: 1,
  event_type: 'create',
  ...change,
});
const problemsOf = (body: unknown) => {
  const { problems } = readEvents(typeof body === 'string' ? body : JSON.stringify(body));
  return problems?.map(({ index, field, code }) => [index, field, code]) ?? [];
};
const refusalOf = (body: string) => {
  try {
    return readEvents(body);
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return error.details;
  }
};
const first = ({ events }: ReadEvents) => events[0];

describe('readEvents', () => {
  it('keeps the source’s data letter by letter', () => {
    const data = '{ "id":12345678901234567890, "n":1.10,"z":-0.0,"__proto__":{"constructor":1} }';
    const related = '[{"id":98765432109876543210,"name":"Direct Costs","note":1.0}]';
    const read = readEvents(
      `{${RFI}, "data" : ${data} ,"metadata":${data},"related_resources":${related}}`,
    );
    expect(read.problems).toBeNull();
    expect(first(read)).toMatchObject({ data, metadata: data, related_resources: related });
  });

  it('keeps the digits of ids, as numbers or as texts', () => {
    const digits = '12345678901234567890';
    const ids = `"resource_name":"RFIs","event_type":"create","resource_id":${digits},"user_id":${digits}`;
    expect(first(readEvents(`{${ids}}`))).toMatchObject({ resource_id: digits, user_id: digits });
    expect(first(readEvents(`[{${RFI},"user_id":"0${digits}"}]`))).toMatchObject({
      resource_id: '1',
      user_id: `0${digits}`,
    });
  });

  it.each(['4503599627370497.25', '1.0', '1e3', '1E-400', '-0', '-0.0'])(
    'refuses the id %s, which a parser rounds',
    (written) => {
      for (const field of ['resource_id', 'user_id', 'project_id']) {
        const others = field === 'resource_id' ? '' : '"resource_id":7,';
        const event = `{"resource_name":"RFIs","event_type":"create",${others}"${field}": ${written}}`;
        expect(readEvents(event).problems).toMatchObject([{ field }]);
        const escaped = event.replace('_id": ', '\\u005fid": ');
        expect(readEvents(escaped).problems).toMatchObject([{ field }]);
      }
    },
  );

  it('cuts a time to microseconds and does not round it', () => {
    const timestamp = '2026-12-31T23:59:59.9999999999-03:00';
    expect(first(readEvents(JSON.stringify(rfi({ timestamp }))))).toMatchObject({
      timestamp: '2026-12-31T23:59:59.999999-03:00',
    });
  });

  it('reads the last one of a repeated id, as parsers do', () => {
    const [one, other] = ['12345678901234567890', '98765432109876543210'];
    const idOf = (...ids: string[]) => {
      const members = ids.map((id) => `"resource_id":${id}`).join(',');
      const event = `{"resource_name":"RFIs","event_type":"create","data":{},${members}}`;
      return first(readEvents(event))?.resource_id;
    };
    expect(idOf('5', one)).toBe(one);
    expect(idOf(one, '5')).toBe('5');
    expect(idOf(one, other)).toBe(other);
  });

  it.each([
    ['data', '{\\"a\\":1}'],
    ['data', '{not json'],
    ['metadata', '{\\"a\\":1e400}'],
    ['related_resources', '[{\\"id\\":1,\\"name\\":\\"RFIs\\"}]'],
    ['related_resources', '[not json'],
  ])('refuses a text in the place of %s: %s', (field, text) => {
    expect(problemsOf(`{${RFI},"${field}":"${text}"}`)).toMatchObject([
      [0, field, 'invalid_format'],
    ]);
  });

  it.each([
    ['a number that is none', '"resource_id":1,"project_id":12345678901234567890', 'project_id'],
    ['nought as a text', '"resource_id":1,"project_id":"0"', 'project_id'],
    ['half of a character', '"resource_id":"\\ud800"', 'resource_id'],
    ['half of a key', '"resource_id":1,"idempotency_key":"k\\udc00"', 'idempotency_key'],
    [
      'a second without end',
      `"resource_id":1,"timestamp":"2026-02-06T23:34:12.${'1'.repeat(300)}Z"`,
      'timestamp',
    ],
  ])('refuses data that cannot be kept: %s', (_, members, field) => {
    const { problems } = readEvents(`[{"resource_name":"RFIs","event_type":"create",${members}}]`);
    expect(problems?.map(({ index, field }) => [index, field])).toEqual([[0, field]]);
    if (field === 'project_id') expect(problems?.[0]?.message).toBe('must be the id of a project.');
  });

  it('names the position of half a character in a text from a page', () => {
    expect(refusalOf(`[{${RFI}},{${RFI},"data":{"a":"\ud800"}}]`)).toMatchObject([
      { index: 1, field: 'data', code: 'invalid_utf8' },
    ]);
  });

  it('uses the last one of a repeated field, as parsers do', () => {
    expect(first(readEvents(`{${RFI},"data":{"a":1},"d\\u0061ta":{"b":2}}`))).toMatchObject({
      data: '{"b":2}',
    });
  });

  it.each([
    [
      'nothing',
      '',
      [
        [0, 'resource_name', 'required'],
        [0, 'resource_id', 'required'],
        [0, 'event_type', 'required'],
      ],
    ],
    [
      'wrong types',
      [
        rfi({ resource_id: true }),
        rfi({ metadata: 'x' }),
        rfi({ data: [1] }),
        rfi({ related_resources: {} }),
        rfi({ related_resources: {}, event_type: undefined }),
        rfi({ related_resources: 5, reason: 'delete' }),
        'text',
      ],
      [
        [0, 'resource_id', 'invalid_type'],
        [1, 'metadata', 'invalid_format'],
        [2, 'data', 'invalid_format'],
        [3, 'related_resources', 'invalid_format'],
        [4, 'related_resources', 'invalid_format'],
        [4, 'event_type', 'required'],
        [5, 'related_resources', 'invalid_format'],
        [5, 'reason', 'contradiction'],
        [6, null, 'invalid_type'],
      ],
    ],
    ['a broken id', rfi({ resource_id: 1.5 }), [[0, 'resource_id', 'invalid_type']]],
    [
      'related resources without ids',
      rfi({ related_resources: [{ name: 'RFIs' }] }),
      [[0, 'related_resources.0.id', 'required']],
    ],
    [
      'a time without a zone',
      rfi({ timestamp: '2026-01-01T00:00:00' }),
      [[0, 'timestamp', 'invalid_format']],
    ],
    ['no event type', rfi({ event_type: undefined }), [[0, 'event_type', 'required']]],
    ['two event types', rfi({ reason: 'delete' }), [[0, 'reason', 'contradiction']]],
    [
      'unknown fields',
      [rfi(), rfi({ resource_ids: 1, extra: 2 })],
      [
        [1, 'resource_ids', 'unknown_field'],
        [1, 'extra', 'unknown_field'],
      ],
    ],
    ['__proto__ as a field', `{${RFI},"__proto__":{}}`, [[0, '__proto__', 'unknown_field']]],
    [
      'endless numbers',
      `[{${RFI}},{${RFI},"data":{"a":1e400}}]`,
      [[1, 'data', 'number_not_finite']],
    ],
    [
      'an endless id, once',
      `{${RFI.replace(/"resource_id":[^,}]*/, '"resource_id":1e400')}}`,
      [[0, 'resource_id', 'number_not_finite']],
    ],
    ['no reason, once', rfi({ reason: null }), [[0, 'reason', 'invalid_value']]],
    ['NUL', rfi({ data: { a: '\0' } }), [[0, 'data', 'nul_character']]],
    [
      'too many levels',
      `{${RFI},"data":${'{"a":'.repeat(400)}1${'}'.repeat(400)}}`,
      [[0, 'data', 'too_deep']],
    ],
    [
      'items that are not objects',
      '[1,null,"x",[]]',
      [0, 1, 2, 3].map((index) => [index, null, 'invalid_type']),
    ],
  ])('reports the problems of each event: %s', (_name, body, expected) => {
    expect(problemsOf(body)).toEqual(expected);
  });

  it('reports problems of every kind together, with suggestions', () => {
    const { problems } = readEvents(
      `[{${RFI},"data":{"a":1e999}},{${RFI},"user_id":false},{${RFI},"project":1,"Resource_id":2}]`,
    );
    expect(problems?.map(({ index, field, message }) => [index, field, message])).toEqual([
      [0, 'data', 'holds a number that no receiver can read: send it as a text.'],
      [1, 'user_id', 'must be a number or a text.'],
      [2, 'project', 'is not known here. Did you mean project_id?'],
      [2, 'Resource_id', 'is not known here. Did you mean resource_id?'],
    ]);
  });

  it.each([
    ['[]', null, 'too_small'],
    [`[${'1,'.repeat(1000)}1]`, null, 'too_many'],
    ['{', null, 'invalid_json'],
    [`{${RFI},"data":{"a":NaN}}`, 'data', 'invalid_json'],
  ])('refuses %s as a whole', (body, field, code) => {
    expect(refusalOf(body)).toMatchObject([{ field, code }]);
  });

  it('accepts `reason` for `event_type`, and both if they agree', () => {
    expect(problemsOf(rfi({ event_type: undefined, reason: 'update' }))).toEqual([]);
    expect(problemsOf(rfi({ reason: 'create' }))).toEqual([]);
  });
});

it.each(['metadata', 'related_resources', 'data'])(
  'refuses %s that comes again as null',
  (field) => {
    for (const first of ['{"a":1}', '[]', '"{}"', 'null'])
      expect(readEvents(`{${RFI},"${field}":${first},"${field}":null}`).problems).toContainEqual(
        expect.objectContaining({ index: 0, field, code: 'name_repeated' }),
      );
  },
);

it('refuses metadata with more names than can be rewritten for each hook', () => {
  const withNames = (count: number) =>
    `{${RFI},"metadata":{${Array.from({ length: count }, (_, n) => `"${n}":{}`).join(' ,\n')}}}`;
  expect(readEvents(withNames(1000)).problems).toBeNull();
  expect(readEvents(withNames(1001)).problems).toMatchObject([
    { index: 0, field: 'metadata', code: 'too_many' },
  ]);
});

it('refuses metadata with two values for a name that receivers get once', () => {
  const repeated = { index: 0, field: 'metadata', code: 'name_repeated' };
  const problems = (metadata: string) => readEvents(`{${RFI},"metadata":${metadata}}`).problems;
  expect(problems('{"source_user_id":1,"a":2,"source_user_id":1}')).toMatchObject([repeated]);
  expect(problems('{"source_user_id":1,"\\u0073ource_user_id":2}')).toMatchObject([repeated]);
  expect(problems('{"source_user_id":{"source_user_id":"source_user_id"},"a":1,"a":2}')).toBeNull();
});

it('lists few of very many problems of one kind, because an answer of megabytes helps nobody', () => {
  const twice = `{${'"data":{},'.repeat(50_000)}"resource_name":"RFIs"}`;
  const endless = `{${Array.from({ length: 50_000 }, (_, n) => `"f${n}":1e999`).join(',')}}`;
  const codesOf = (body: string) => (readEvents(body).problems ?? []).map(({ code }) => code);
  expect(codesOf(twice).filter((code) => code === 'name_repeated')).toHaveLength(1);
  expect(codesOf(endless).filter((code) => code === 'number_not_finite')).toHaveLength(1_000);
  expect(codesOf(endless).length).toBeLessThan(1_050);
});

it('lists few bad related resources of each list, because a batch can hold a hundred thousand', () => {
  const list = JSON.stringify(Array(100).fill({}));
  const body = `[${Array(1_000).fill(`{"related_resources":${list}}`).join(',')}]`;
  const related = (readEvents(body).problems ?? []).filter(({ field }) =>
    field?.startsWith('related_resources'),
  );
  expect(related.length).toBeGreaterThanOrEqual(1_000);
  expect(related.length).toBeLessThanOrEqual(20_000);
  const one = readEvents(`{"related_resources":${list}}`).problems ?? [];
  expect(one.map(({ message }) => message)).toContain('is not checked behind item 2');
});

it('takes no longer for a long text in place of an event', () => {
  const began = performance.now();
  for (let n = 0; n < 10; n += 1) readEvents(JSON.stringify(['a'.repeat(1_000_000)]));
  expect(performance.now() - began).toBeLessThan(forThisMachine(1_000));
});
