/** Names no real item: whoever looks it up finds nothing. */
export const TEST_RESOURCE_ID = '12345678';

/** What an item of any resource is likely to carry, for the payload versions that send it. */
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
