import { idOf, operator } from './support/operator';
import { expect, test } from './support/test';

const TOWER = '/companies/1001/projects/5001/tools/webhooks';

/** One page of every kind, by its address. */
async function pages() {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const hooks = await operator<{ id: string; destination_url: string }[]>(
    ...['hook', 'list', '--company', company, '--project', '5001'],
  );
  const [hook] = hooks;
  if (!hook) throw new Error('no hook');
  const deliveries = await operator<{ id: string }[]>(
    ...['delivery', 'list', '--company', company, '--hook', hook.id, '--limit', '1'],
  );
  return [
    ...['/companies', '/account', '/notifications', '/help/webhooks', '/docs/api'],
    ...[TOWER, `${TOWER}/new`, `${TOWER}/${hook.id}`, `${TOWER}/${hook.id}/edit`],
    `${TOWER}/${hook.id}/events/${deliveries[0]?.id}`,
    new URL(hook.destination_url).pathname,
  ];
}

test('no page scrolls sideways from 320 px up, and lines stay short at 2560 px', async ({
  admin,
}) => {
  for (const path of await pages()) {
    await admin.setViewportSize({ width: 320, height: 640 });
    await admin.goto(path);
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(admin.locator('[aria-busy=true]')).toHaveCount(0);
    for (const width of [320, 768, 1280, 2560]) {
      await admin.setViewportSize({ width, height: 800 });
      const scrolled = await admin.evaluate(() => document.documentElement.scrollWidth);
      expect(scrolled, `${path} at ${width} px`).toBe(width);
    }
    const longest = await admin.evaluate(() =>
      Math.max(
        0,
        ...[...document.querySelectorAll('main p, main input')].map((element) => {
          const text = document.createRange();
          text.selectNodeContents(element);
          const box = element instanceof HTMLInputElement ? element : text;
          return box.getBoundingClientRect().width;
        }),
      ),
    );
    expect(longest, `the longest line of ${path} at 2560 px`).toBeLessThan(1_120);
  }
});
