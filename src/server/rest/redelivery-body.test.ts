import { expect, it } from 'vitest';
import { readRedelivery } from './redelivery-body';

const choiceOf = (body: unknown) => readRedelivery(body).choice;
const refusalOf = (body: unknown): [string | null, string][] => {
  try {
    readRedelivery(body);
  } catch (error) {
    const { details } = error as { details: { field: string | null; code: string }[] };
    return details.map(({ field, code }) => [field, code]);
  }
  return [];
};

it.each([
  [{}, { statuses: ['failed', 'discarded'] }],
  [{ lost: true }, { only: 'lost' }],
  [{ missing: true, lost: false }, { only: 'missing' }],
  [{ status: ['succeeded'] }, { statuses: ['delivered'] }],
  [{ delivery_ids: ['5', 6] }, { ids: [5, 6] }],
  [{ delivery_ids: [] }, { ids: [] }],
  [
    { event_type: 'UPDATE', resource_id: 5 },
    {
      statuses: ['failed', 'discarded'],
      eventTypes: ['update'],
      resourceId: '5',
    },
  ],
  [
    { since: '2026-01-31', until: '2026-01-31' },
    {
      statuses: ['failed', 'discarded'],
      since: new Date('2026-01-31T00:00:00Z'),
      until: new Date('2026-02-01T00:00:00Z'),
    },
  ],
])('%j chooses %j', (body, choice) => {
  expect(choiceOf(body)).toEqual(choice);
});

it.each([
  [{ mising: true }, [['mising', 'unknown_field']]],
  [
    { lost: 'true', missing: null },
    [
      ['lost', 'invalid_type'],
      ['missing', 'invalid_type'],
    ],
  ],
  [{ lost: true, missing: true }, [['missing', 'contradiction']]],
  [
    { resource_name: ['RFIs'], event_type: 5 },
    [
      ['resource_name', 'invalid_type'],
      ['event_type', 'invalid_type'],
    ],
  ],
  [{ event_type: 'updated' }, [['event_type', 'invalid_value']]],
  [{ resource_id: 2 ** 53 }, [['resource_id', 'invalid_type']]],
  [{ delivery_ids: ['5', 'abc'] }, [['delivery_ids.1', 'invalid']]],
  [
    { since: null, until: '2026-02-30' },
    [
      ['since', 'not_a_date'],
      ['until', 'not_a_date'],
    ],
  ],
])('%j is refused for %j', (body, problems) => {
  expect(refusalOf(body)).toEqual(problems);
});
