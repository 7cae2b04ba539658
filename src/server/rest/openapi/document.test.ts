import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { DELIVERY_HEADERS, PAYLOAD_SCHEMAS } from '@/contracts/payloads';
import type { PayloadEvent } from '@/domain/payload/event';
import { renderPayload } from '@/domain/payload/render';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { documentOf } from './document';
import type { Json } from './schemas';

const FILE = fileURLToPath(new URL('../../../../docs/openapi.json', import.meta.url));
const document = documentOf('http://127.0.0.1:3000');
const text = `${JSON.stringify(document, null, 2)}\n`;

type Media = { schema: Json; example?: unknown };
type Response = { content?: Record<string, Media>; $ref?: string };
type Operation = {
  operationId: string;
  summary: string;
  description: string;
  requestBody?: { content: Record<string, Media> };
  parameters: Json[];
  responses: Record<string, Response>;
};

const operations = [document.paths, document.webhooks].flatMap((paths) =>
  Object.values(paths as Record<string, Record<string, Operation>>).flatMap(
    Object.values<Operation>,
  ),
);

/** Every schema below a node, by its address. */
function properties(node: unknown, address = ''): [address: string, schema: Json][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const here = `${address}/${key}`;
    if (key === 'example' || key === 'examples') return [];
    const isNames = key === 'properties';
    const found = isNames ? Object.entries(value as Record<string, Json>) : [];
    return [
      ...found.map(([name, schema]): [string, Json] => [`${here}/${name}`, schema]),
      ...(isNames
        ? found.flatMap(([name, schema]) => properties(schema, `${here}/${name}`))
        : properties(value, here)),
    ];
  });
}

describe('the OpenAPI document', () => {
  it('is the one that is kept under docs (vitest -u writes it anew)', async () => {
    await expect(text).toMatchFileSnapshot(FILE);
  });

  it('satisfies the linter', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      // The health call needs no token and cannot be wrong.
      rules: { 'operation-4xx-response': 'off' },
    });
    const problems = await lintFromString({ source: text, config });
    expect(
      problems.map(({ ruleId, message, location }) => {
        const places = location.map(({ pointer }) => pointer).join(' ');
        return `${ruleId} at ${places}: ${message}`;
      }),
    ).toEqual([]);
  });

  it('describes every field', () => {
    const all = properties(document);
    expect(all.length).toBeGreaterThan(200);
    const silent = all.filter(([, schema]) => !schema.description && !schema.$ref);
    expect(silent.map(([address]) => address)).toEqual([]);
  });

  it('shows the request and the answers of every operation', () => {
    for (const { operationId, summary, description, requestBody, ...rest } of operations) {
      expect(summary, operationId).not.toBe('');
      expect(description, operationId).not.toBe('');
      const bodies = [requestBody, ...Object.values(rest.responses)].flatMap((body) =>
        Object.values(body?.content ?? {}),
      );
      for (const media of bodies) expect(media, operationId).toHaveProperty('example');
      for (const parameter of rest.parameters) {
        const isShown = '$ref' in parameter || 'example' in parameter;
        expect(isShown, `${operationId} ${parameter.name}`).toBe(true);
      }
    }
  });

  it('declares the possible refusals of every call of the API', () => {
    const refused = operations.filter(({ responses }) => '401' in responses);
    expect(refused.length).toBeGreaterThan(40);
    for (const { operationId, responses } of refused) {
      expect(responses['500']?.$ref, operationId).toMatch(/^#\/components\/responses\//);
    }
  });
});

const event: PayloadEvent = {
  id: 5_982_324_300_946_918,
  ulid: '01JKEWXGVPN8Y4ZB6Q3TD7MR5C',
  timestamp: '2026-02-06T23:34:12.246562Z',
  companyId: 1001,
  projectId: null,
  userId: null,
  resourceName: 'Direct Cost Line Items',
  resourceId: '0b9f7c52-1f0a-4f6e-8a53-1f35c2a4d0e1',
  eventType: 'update',
  metadata: '{"source_application_id":"c0ffee00","further":1}',
  relatedResources: '[{"id":1234,"name":"Direct Costs"}]',
  data: '{"status":"approved"}',
};
const bare = { ...event, metadata: null, relatedResources: null, data: null, projectId: 2001 };

describe('the request to an endpoint', () => {
  it.each(PAYLOAD_VERSIONS)('is described for %s as it is rendered', (version) => {
    const schema = PAYLOAD_SCHEMAS[version];
    for (const each of [event, bare, { ...bare, userId: '3001', resourceId: '48213' }]) {
      const sent: unknown = JSON.parse(renderPayload(version, each));
      expect(schema.safeParse(sent).error).toBeUndefined();
      const keys = Object.keys(schema.shape).filter((key) => key !== 'data' || each.data !== null);
      expect(Object.keys(sent as object).sort()).toEqual(keys.sort());
    }
  });

  it('is described with its headers, once per payload version', () => {
    const described = document.webhooks as Record<string, { post: { parameters: Json[] } }>;
    expect(Object.keys(described)).toEqual(PAYLOAD_VERSIONS.map((version) => `event-${version}`));
    for (const { post } of Object.values(described)) {
      expect(post.parameters.map(({ name }) => name)).toEqual(Object.keys(DELIVERY_HEADERS));
    }
  });
});
