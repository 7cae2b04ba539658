import { onDatabase } from './support/database';
import { expect, test } from './support/test';

const sweptAgo = (minutes: number) =>
  onDatabase(
    (sql) =>
      sql`UPDATE gancho.engine_heartbeat SET swept_at = clock_timestamp() - make_interval(mins => ${minutes})`,
  );

test('every page reports that deliveries have stopped, until they continue', async ({ admin }) => {
  const banner = admin.getByRole('alert').filter({ hasText: 'Deliveries have not moved' });
  for (const path of ['/companies/1001/projects/5001/tools/webhooks', '/account']) {
    // A sweep in between removes the mark again. Then the test sets it once more.
    await expect(async () => {
      await sweptAgo(10);
      await admin.goto(path);
      await expect(banner).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await expect(banner).toContainText('an operator has to check the worker');
  }
  await sweptAgo(0);
  await admin.reload();
  await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(banner).toBeHidden();
});
