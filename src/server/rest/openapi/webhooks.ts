import { DELIVERY_HEADERS, PAYLOAD_SCHEMAS } from '@/contracts/payloads';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { headerParameters } from './parameters';
import { type createSchemas, exampleOf, type Json } from './schemas';

const RESPONSES = {
  '2XX': {
    description: 'Delivered. The first 16 KiB of the body are stored and shown in the history',
  },
  '410': { description: 'Gone: the hook is disabled, and its further events wait' },
  default: {
    description:
      'Every other answer, also a redirect or no answer in time. Gancho tries again with growing pauses, or after Retry-After, until the retry window ends',
  },
};

export const WEBHOOKS_TAG = 'Deliveries to your endpoint';

/** The requests to an endpoint, one description per payload version. */
export function webhooks({ named, schemaOf }: ReturnType<typeof createSchemas>): Json {
  const headers = headerParameters(DELIVERY_HEADERS, schemaOf);
  const described = PAYLOAD_VERSIONS.map((version) => {
    const schema = schemaOf(PAYLOAD_SCHEMAS[version], 'output');
    const example = exampleOf(schema, named, true);
    const operation = {
      tags: [WEBHOOKS_TAG],
      summary: `An event in payload version ${version}`,
      description:
        'Gancho posts this to the endpoint of every hook that selects the event, at least once. Every attempt has the same bytes and is signed by Standard Webhooks. Answer with a 2xx within the timeout of the hook.',
      operationId: `event_${version.replace('.', '_')}`,
      parameters: headers,
      requestBody: { required: true, content: { 'application/json': { schema, example } } },
      security: [],
      responses: RESPONSES,
    };
    return [`event-${version}`, { post: operation }];
  });
  return Object.fromEntries(described);
}
