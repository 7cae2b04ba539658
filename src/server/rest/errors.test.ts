import { expect, it } from 'vitest';
import { invalidField } from '@/domain/errors';
import { wirePath } from '@/domain/keyed';
import { errorResponse } from './errors';

it.each([
  ['destinationUrl', 'destination_url'],
  ['destinationHeaders.X-Key', 'destination_headers.X-Key'],
  ['Idempotency-Key', 'Idempotency-Key'],
  ['Procore-Company-Id', 'Procore-Company-Id'],
  ['filter[start]', 'filter[start]'],
])('%s is %s to the caller', (field, name) => {
  expect(wirePath(field)).toBe(name);
});

it.each(['constructor', '__proto__', 'toString', 'payload_version'])(
  'blames the field %s under the name that the client wrote',
  (field) => {
    const error = invalidField(field, 'too_deep', 'has too many levels.');
    const v1 = errorResponse('v1', error);
    expect(v1.status).toBe(400);
    expect(Object.entries(JSON.parse(v1.body ?? '').errors)).toEqual([
      [field, ['has too many levels.']],
    ]);
    const v2 = JSON.parse(errorResponse('v2', error).body ?? '');
    expect(v2.error).toMatchObject({
      message: `${field}: has too many levels.`,
      details: [{ field }],
    });
  },
);
