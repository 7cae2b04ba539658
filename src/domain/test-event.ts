/** Not the id of a real item, so a lookup finds nothing. */
export const TEST_RESOURCE_ID = '12345678';

/** Fields that an item of any resource is likely to have, for the payload versions that send data. */
export function testEventData(resourceName: string, atMs: number): Record<string, unknown> {
  const changedAt = new Date(atMs).toISOString();
  return {
    id: TEST_RESOURCE_ID,
    number: '42',
    title: `${resourceName}: test event`,
    status: 'open',
    created_at: changedAt,
    updated_at: changedAt,
  };
}
