import type { Page } from '@playwright/test';
import { openPostgres } from '@/server/db/driver';
import { idOf } from '../e2e/support/operator';
import { FIRST_LOAD_KB_MAX, firstLoadKb } from '../e2e/support/page-watch';
import { expect, fillSignIn, started, test } from '../e2e/support/test';
import { databaseUrlOf, fillHistory } from './fill-history';

const DELIVERIES = Number(process.env.DELIVERIES ?? 200_000);
const LOADS = 7;

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const report = (name: string, value: string) =>
  process.stdout.write(`${name.padEnd(52)} ${value}\n`);

test('the console', async ({ page }) => {
  const company = await idOf('Sample Construction Co.', 'company', 'list');
  const at = ['--company', String(company)];
  const project = await idOf('Sample Riverside Tower', 'project', 'list', ...at);
  const tenant = [...at, '--project', String(project)];
  const hook = await idOf('Sample ERP sync', 'hook', 'list', ...tenant);
  const filledAt = performance.now();
  const sql = openPostgres(await databaseUrlOf(started('E2E_DATA_DIR')), { max: 1 });
  await fillHistory(sql, { companyId: company, projectId: project, hookId: hook }, DELIVERIES);
  await sql.end();
  const seconds = ((performance.now() - filledAt) / 1000).toFixed(0);
  report('deliveries of the hook', `${DELIVERIES.toLocaleString('en')} (written in ${seconds} s)`);
  await page.goto('/companies');
  await fillSignIn(page, started('E2E_PASSWORD'));
  await page.waitForURL('**/companies');
  const list = `/companies/${company}/projects/${project}/tools/webhooks`;

  for (const [name, path] of [
    ['sign-in', '/sign-in'],
    ['user guide', '/help/webhooks'],
    ['list', list],
    ['hook form', `${list}/new`],
    ['hook page', `${list}/${hook}`],
  ] as const) {
    await measureLoad(page, name, path);
  }
  await measureLoad(page, 'hook page, Discarded only', `${list}/${hook}?status=discarded`);
  await measureForm(page, `${list}/new`);
});

/** Measures the bytes of a first visit, which are limited, and the time of the first paint on later visits. */
async function measureLoad(page: Page, name: string, path: string): Promise<void> {
  const weightKb = await firstLoadKb(page, path);
  report(`${name}: first-load JavaScript`, `${weightKb.toFixed(0)} KB`);
  expect.soft(weightKb, `${name}: first-load JavaScript`).toBeLessThanOrEqual(FIRST_LOAD_KB_MAX);
  const paints: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    await page.goto(path);
    paints.push(await page.evaluate(firstContentfulPaint));
  }
  report(`${name}: first contentful paint`, `${median(paints).toFixed(0)} ms (median of ${LOADS})`);
}

/** Runs in the page. The entry comes a moment after the paint. */
function firstContentfulPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((entries) => {
      const [paint] = entries.getEntriesByName('first-contentful-paint');
      if (paint) resolve(paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}

/** Measures the time from a press or a key to the next paint, for the two most expensive actions of the form. */
async function measureForm(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  const tree = page.getByRole('treegrid');
  if ((await tree.count()) === 0) return;
  await page.evaluate(() => {
    const all: number[] = [];
    Object.assign(window, { interactions: all });
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) {
        if ((entry as PerformanceEventTiming & { interactionId: number }).interactionId > 0)
          all.push(entry.duration);
      }
    }).observe({
      type: 'event',
      buffered: false,
      durationThreshold: 16,
    } as PerformanceObserverInit);
  });
  /** An event is reported in steps of 8 ms. One below 16 ms is not reported. */
  const longest = () =>
    page.evaluate(() => {
      const seen = (window as unknown as { interactions: number[] }).interactions.splice(0);
      return Math.max(0, ...seen);
    });
  const box = tree.getByRole('checkbox').first();
  for (let times = 0; times < 6; times++) {
    await box.click();
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.waitForLoadState('networkidle');
  report('hook form: select all resources, longest', `${await longest()} ms`);
  const search = page.locator('main').getByRole('searchbox').first();
  await search.pressSequentially('submittal log', { delay: 60 });
  await page.waitForLoadState('networkidle');
  report('hook form: typing in the search, longest', `${await longest()} ms`);
}
