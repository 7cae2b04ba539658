import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PayloadEvent } from './event';
import { renderPayload } from './render';
import { PAYLOAD_VERSIONS } from './version';

const rfiUpdated: PayloadEvent = {
  id: 231_346_546,
  ulid: '01JKEWR7PP3M8ZV7T5N2Q4B6C8',
  timestamp: '2025-02-06T23:34:12.246562Z',
  companyId: 5_358_233,
  projectId: 987_654,
  userId: '8765',
  resourceName: 'RFIs',
  resourceId: '75319',
  eventType: 'update',
  metadata:
    '{"source_user_id":8765,"source_application_id":"c0ffee00","source_operation_id":"5f1f9d3e-5a52-4c0b-9d53-0e3f6d2f6a11"}',
  relatedResources: null,
  data: null,
};

const lineItemCreated: PayloadEvent = {
  ...rfiUpdated,
  resourceName: 'Direct Cost Line Items',
  eventType: 'create',
  metadata: null,
  relatedResources: '[{"id":1234,"name":"Direct Costs"}]',
};

/** The v4.0 delivery of a newly created project, as a receiver recorded it. */
const projectCreated: PayloadEvent = {
  ...rfiUpdated,
  ulid: '01KKEZ6PX3AZJ38KKBX6RYEJSW',
  timestamp: '2026-03-11T17:30:38.082829Z',
  companyId: 598_134_325_683_880,
  projectId: null,
  userId: '15004487',
  resourceName: 'Projects',
  resourceId: '598134326517540',
  eventType: 'create',
};

const payloadObject = (...given: Parameters<typeof renderPayload>) =>
  JSON.parse(renderPayload(...given)) as Record<string, unknown>;

describe('renderPayload v2.0', () => {
  it('gives the documented fields in the documented order, ids as integers', () => {
    expect(renderPayload('v2.0', rfiUpdated)).toBe(
      '{"id":231346546,"ulid":"01JKEWR7PP3M8ZV7T5N2Q4B6C8","timestamp":"2025-02-06T23:34:12.246562Z",' +
        '"metadata":{"source_user_id":8765,"source_company_id":null,"source_project_id":null,' +
        '"source_application_id":"c0ffee00","source_operation_id":"5f1f9d3e-5a52-4c0b-9d53-0e3f6d2f6a11"},' +
        '"user_id":8765,"company_id":5358233,"project_id":987654,"api_version":"v2.0",' +
        '"event_type":"update","resource_name":"RFIs","resource_id":75319}',
    );
  });

  it('writes null where there is no project or user, and all five metadata keys', () => {
    const event = { ...rfiUpdated, projectId: null, userId: null, metadata: null };
    expect(payloadObject('v2.0', event)).toMatchObject({
      project_id: null,
      user_id: null,
      metadata: {
        source_user_id: null,
        source_company_id: null,
        source_project_id: null,
        source_application_id: null,
        source_operation_id: null,
      },
    });
  });

  it('keeps the publisher’s other metadata in addition to the five', () => {
    const event = { ...rfiUpdated, metadata: '{ "request": "r-1",\n "source_user_id" : "1" }' };
    const body = renderPayload('v2.0', event);
    expect(body).toContain(
      '"metadata":{"source_user_id":"1","source_company_id":null,"source_project_id":null,' +
        '"source_application_id":null,"source_operation_id":null,"request":"r-1"}',
    );
  });

  it('has no related resources and no data', () => {
    const event = { ...lineItemCreated, data: '{"number":"7"}' };
    expect(Object.keys(payloadObject('v2.0', event))).not.toContain('related_resources');
    expect(Object.keys(payloadObject('v2.0', event))).not.toContain('data');
  });

  it.each([
    ['75319', 75_319],
    ['0', 0],
    ['-12', -12],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', '9007199254740992'],
    ['5982324300946918154', '5982324300946918154'],
    ['007', '007'],
    ['-0', '-0'],
    ['1e3', '1e3'],
    [' 1', ' 1'],
    ['', ''],
    ['0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ])('writes the id %j as %j', (resourceId, expected) => {
    const event = { ...rfiUpdated, resourceId, userId: resourceId };
    expect(payloadObject('v2.0', event)).toMatchObject({
      resource_id: expected,
      user_id: expected,
    });
  });
});

describe('renderPayload v3.0', () => {
  it('is v2.0 with its own version and related resources', () => {
    expect(renderPayload('v3.0', lineItemCreated)).toBe(
      '{"id":231346546,"ulid":"01JKEWR7PP3M8ZV7T5N2Q4B6C8","timestamp":"2025-02-06T23:34:12.246562Z",' +
        '"metadata":{"source_user_id":null,"source_company_id":null,"source_project_id":null,' +
        '"source_application_id":null,"source_operation_id":null},' +
        '"user_id":8765,"company_id":5358233,"project_id":987654,"api_version":"v3.0",' +
        '"event_type":"create","resource_name":"Direct Cost Line Items","resource_id":75319,' +
        '"related_resources":[{"id":1234,"name":"Direct Costs"}]}',
    );
  });

  it('gives an empty list if nothing is related', () => {
    expect(payloadObject('v3.0', rfiUpdated)).toMatchObject({ related_resources: [] });
  });

  it('has them as the source wrote them', () => {
    const relatedResources =
      '[ {"id":5982324300946918154, "name":"Prime Contracts", "__proto__":1} ]';
    expect(renderPayload('v3.0', { ...lineItemCreated, relatedResources })).toContain(
      `"related_resources":${relatedResources}}`,
    );
  });
});

describe('renderPayload v4.0', () => {
  it('has the same bytes as a receiver recorded', () => {
    expect(renderPayload('v4.0', projectCreated)).toBe(
      '{"id":"01KKEZ6PX3AZJ38KKBX6RYEJSW","reason":"create","user_id":"15004487",' +
        '"timestamp":"2026-03-11T17:30:38.082829Z","company_id":"598134325683880","project_id":"",' +
        '"resource_id":"598134326517540","resource_type":"Projects","payload_version":"v4.0"}',
    );
  });

  it('has strings only: no number, no null, no metadata, no ulid', () => {
    const body = payloadObject('v4.0', { ...rfiUpdated, userId: null });
    expect(Object.values(body).every((value) => typeof value === 'string')).toBe(true);
    expect(body).toMatchObject({ user_id: '', project_id: '987654', company_id: '5358233' });
    expect(body).not.toHaveProperty('metadata');
    expect(body).not.toHaveProperty('ulid');
    expect(body).not.toHaveProperty('related_resources');
  });

  it('carries data last, and only when there is some', () => {
    const event = { ...projectCreated, data: '{"name":"North Tower","stage":{"id":4}}' };
    expect(renderPayload('v4.0', event)).toMatch(
      /"payload_version":"v4\.0","data":\{"name":"North Tower","stage":\{"id":4\}\}\}$/,
    );
    expect(payloadObject('v4.0', { ...event, data: '{}' })).toHaveProperty('data', {});
    expect(payloadObject('v4.0', projectCreated)).not.toHaveProperty('data');
  });
});

/** Objects that JavaScript's parser and printer would change. */
const HOSTILE = [
  '{"id":12345678901234567890,"n":1.10,"z":-0.0,"e":1E+2}',
  '{"__proto__":{"company_id":1},"constructor":"Acme","prototype":1,"toString":null}',
  '{ "b" : 1,\t"a":2, "10":3, "9":4 }',
  '{"\\u0061":"\\u00e9\\ud800\\/","":""}',
];

it('keeps metadata that has a name twice, and escapes in names', () => {
  const metadata = '{"a":1,"\\u0061":2,"source_user_id":1,"source_user_id":2}';
  const body = renderPayload('v2.0', { ...rfiUpdated, metadata });
  expect(body).toContain('"source_user_id":2,');
  expect(body).toContain('"a":1,"\\u0061":2}');
});

describe('every version', () => {
  it.each(HOSTILE)('carries data unchanged: %s', (data) => {
    expect(renderPayload('v4.0', { ...projectCreated, data })).toContain(`,"data":${data}}`);
  });

  it.each(HOSTILE)('carries the values of metadata unchanged: %s', (value) => {
    const metadata = `{"mine": ${value} ,"source_user_id":${value}}`;
    for (const version of ['v2.0', 'v3.0'] as const) {
      const body = renderPayload(version, { ...rfiUpdated, metadata });
      expect(body).toContain(`"metadata":{"source_user_id":${value},"source_company_id":null,`);
      expect(body).toContain(`"source_operation_id":null,"mine":${value}},"user_id"`);
    }
  });

  it('is JSON, and has the values that the source sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PAYLOAD_VERSIONS),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true }),
        (version, resourceName, resourceId, extra) => {
          const text = JSON.stringify(extra);
          const event = { ...rfiUpdated, resourceName, resourceId, metadata: text, data: text };
          const body = payloadObject(version, event);
          const sent = JSON.parse(text);
          if (version === 'v4.0') expect(body.data).toEqual(sent);
          else expect(body.metadata).toMatchObject(sent);
        },
      ),
    );
  });

  it('does not let metadata reach outside of metadata', () => {
    const metadata = '{"__proto__":{"company_id":1},"company_id":2}';
    const body = payloadObject('v2.0', { ...rfiUpdated, metadata });
    expect(body.company_id).toBe(5_358_233);
    expect((body.metadata as Record<string, unknown>).company_id).toBe(2);
  });
});
