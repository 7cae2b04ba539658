import type { Page } from '@playwright/test';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { expectNoViolations } from './support/axe';
import { onDatabase } from './support/database';
import { hookIn } from './support/hook-in';
import { operator } from './support/operator';
import { expect, test } from './support/test';

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(() => receiver.close());

/** The retry window of a failing hook ends with its next failure. */
const endWindow = (hookId: number) =>
  onDatabase(async (sql) => {
    await sql`UPDATE gancho.hook_queue SET failing_since = now() - interval '13 hours', probe_at = CASE WHEN probe_at IS NOT NULL THEN now() END
      WHERE hook_id = ${hookId}`;
    await sql`UPDATE gancho.queue SET due_at = now() WHERE hook_id = ${hookId} AND worker IS NULL`;
    await sql`SELECT gancho.reschedule(ARRAY[${hookId}::bigint])`;
  });

const WORDS = {
  en: {
    lost: 'Events lost',
    redeliver: (count: number) => `Redeliver ${count}`,
    done: (count: number) => `Redelivery finished: ${count} of ${count}`,
    active: 'Active: events are being delivered.',
    notice: /lost|not delivered/i,
  },
  'pt-BR': {
    lost: 'Eventos perdidos',
    redeliver: (count: number) => `Reenviar ${count}`,
    done: (count: number) => `Reenvio concluído: ${count} de ${count}`,
    active: 'Ativo: os eventos estão sendo entregues.',
    notice: /perdid|não (foi|foram) entregue/i,
  },
} as const;

async function loseAndRecover(
  admin: Page,
  {
    words,
    name,
    count,
    settings = [],
  }: {
    words: (typeof WORDS)[keyof typeof WORDS];
    name: string;
    count: number;
    settings?: string[];
  },
) {
  receiver.respondWith({ status: 503 });
  const hook = await hookIn(name, receiver, ...settings);
  await hook.publishMany(count);
  await receiver.waitFor(1);
  await expect
    .poll(() =>
      onDatabase(async (sql) => {
        const [row] = await sql<{ n: number }[]>`
          SELECT count(*)::int AS n FROM gancho.hook_queue WHERE hook_id = ${hook.id} AND failing_since IS NOT NULL`;
        return row?.n;
      }),
    )
    .toBe(1);
  await endWindow(hook.id);

  await admin.goto(hook.path);
  await expect(admin.getByText(words.lost, { exact: true }).first()).toBeVisible();
  await admin.goto(hook.list);
  await expect(admin.getByRole('table').getByText(words.lost)).toBeVisible();
  await expect(admin.getByRole('button', { name: words.redeliver(count) })).toBeVisible();
  await admin.goto('/notifications');
  const own = admin.getByRole('listitem').filter({ hasText: name });
  await expect(own.filter({ hasText: words.notice })).toHaveCount(1);

  await admin.goto(hook.path);
  receiver.respondWith({ status: 200 });
  const before = receiver.requests.length;
  // By keyboard alone.
  const button = admin.getByRole('button', { name: words.redeliver(count) });
  await button.focus();
  await admin.keyboard.press('Enter');
  const dialog = admin.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: words.redeliver(count) });
  await expect(confirm).toBeVisible();
  await confirm.focus();
  await admin.keyboard.press('Enter');
  await expect(admin.getByText(words.done(count))).toBeVisible();
  await expect(admin.getByText(words.active)).toBeVisible();
  await expect(admin.getByText(words.lost, { exact: true })).toHaveCount(0);
  const ids = receiver.requests.slice(before).map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(count);
  expect(ids).toHaveLength(count);
}

test('the lost events of a small queue come back', async ({ admin }) => {
  await loseAndRecover(admin, { words: WORDS.en, name: 'A small queue', count: 3 });
});

test('300 lost events come back', async ({ admin }) => {
  await loseAndRecover(admin, { words: WORDS.en, name: 'Three hundred', count: 300 });
});

test.describe('in Portuguese', () => {
  test.use({ locale: 'pt-BR' });
  test('the lost events of a hook in order come back', async ({ admin }) => {
    const settings = ['--delivery-mode', 'in_order'];
    await loseAndRecover(admin, {
      words: WORDS['pt-BR'],
      name: 'Em sequência',
      count: 20,
      settings,
    });
  });
});

test('a hook that was created late gets the events that it missed', async ({ admin }) => {
  const first = await hookIn('Early', receiver);
  await first.publishMany(4);
  await receiver.waitFor(4);
  const [, company = '', project = ''] = /companies\/(\d+)\/projects\/(\d+)/.exec(first.path) ?? [];
  const late = await operator<{ id: string }>(
    ...['hook', 'create', '--company', company, '--project', project, '--name', 'Late'],
    ...['--destination-url', `${receiver.url}/late`, '--event', 'RFIs:create'],
  );
  await admin.goto(`${first.list}/${late.id}`);
  await admin.getByRole('button', { name: 'More actions' }).click();
  await admin.getByRole('menuitem', { name: 'Redeliver events' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('radio', { name: /this hook missed/ }).check();
  await expect(dialog.getByText('4 events will be sent again.')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await admin.emulateMedia({ colorScheme });
    await expectNoViolations(admin);
  }
  await dialog.getByRole('button', { name: 'Redeliver 4' }).click();
  await receiver.waitFor(8);
  const seen = receiver.requests.filter(({ path }) => path.endsWith('late'));
  expect(seen).toHaveLength(4);
  await expect(admin.getByText('Redelivery finished: 4 of 4')).toBeVisible();
  await expect(admin.locator('tbody tr')).toHaveCount(4);
});

test('all events that match a filter can be chosen, also those of other pages', async ({
  admin,
}) => {
  const hook = await hookIn('Many pages', receiver);
  await hook.publishMany(60);
  await receiver.waitFor(60);
  await admin.goto(`${hook.path}?status=delivered`);
  await expect(admin.getByText('1–50 of 60')).toBeVisible();
  await admin.getByRole('checkbox', { name: 'Select all events on this page' }).click();
  await admin.getByRole('button', { name: 'Select all 60 that match' }).click();
  await expect(admin.getByText('All 60 that match are selected')).toBeVisible();
  await admin.getByRole('button', { name: 'Redeliver', exact: true }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Redeliver 60' }).click();
  await receiver.waitFor(120);
  await expect(admin.getByText('Redelivery finished: 60 of 60')).toBeVisible();
  await expectNoViolations(admin);
});
