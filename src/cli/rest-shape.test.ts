import { expect, it } from 'vitest';
import { restShape } from './rest-shape';

it('writes names, ids and times as the REST API does', () => {
  const at = new Date('2026-03-01T10:00:00Z');
  expect(
    restShape({
      id: 7001,
      projectId: null,
      maxInFlight: 10,
      createdAt: at,
      items: [{ hookId: 1 }],
    }),
  ).toEqual({
    id: '7001',
    project_id: null,
    max_in_flight: 10,
    created_at: '2026-03-01T10:00:00.000Z',
    items: [{ hook_id: '1' }],
  });
});

it('leaves headers and payloads as they are', () => {
  const value = { payload: { resourceId: 1 }, destinationHeaders: { 'X-Key': '***1' } };
  expect(restShape(value)).toEqual({
    payload: { resourceId: 1 },
    destination_headers: { 'X-Key': '***1' },
  });
});
