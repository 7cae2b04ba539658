import { expect, it } from 'vitest';
import { wireField } from './errors';

it.each([
  ['destinationUrl', 'destination_url'],
  ['destinationHeaders.X-Key', 'destination_headers.X-Key'],
  ['Idempotency-Key', 'Idempotency-Key'],
  ['Procore-Company-Id', 'Procore-Company-Id'],
  ['filter[start]', 'filter[start]'],
])('%s is %s to the caller', (field, name) => {
  expect(wireField(field)).toBe(name);
});
