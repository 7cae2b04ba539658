import { SCREENS, type Screen } from '../screens/list';
import { stateOf, WHO } from '../screens/people';
import { buildWorld, type World } from '../screens/world';
import { FIRST_LOAD_KB_MAX, firstLoadKb, watchComplaints, watchShifts } from './support/page-watch';
import { expect, started, test } from './support/test';

const SHIFT_MAX = 0.1;

let world: World;
test.beforeAll(async ({ playwright }) => {
  const request = await playwright.request.newContext();
  world = await buildWorld(request);
  await request.dispose();
});

for (const who of WHO) {
  test(`no page of ${who} is heavy, shifts while loading, or has the browser complain`, async ({
    browser,
  }) => {
    test.setTimeout(300_000);
    const state = await stateOf(browser, who, world);
    const wrong: Record<string, unknown> = {};
    const look = async (screen: Screen) => {
      const context = await browser.newContext({
        baseURL: started('E2E_ADDRESS'),
        locale: screen.isPortuguese ? 'pt-BR' : 'en-US',
        // Not the server's zone, because the server's HTML must not contain what it cannot know.
        timezoneId: 'America/Sao_Paulo',
        ...(state ? { storageState: state } : {}),
      });
      const page = await context.newPage();
      const complaints = watchComplaints(page);
      const shiftsOf = await watchShifts(page);
      const weightKb = await firstLoadKb(page, screen.path(world));
      const shifts = await shiftsOf();
      await screen.prepare?.(page);
      await page.waitForLoadState('networkidle');
      if (weightKb > FIRST_LOAD_KB_MAX || shifts.sum >= SHIFT_MAX || complaints.length > 0)
        wrong[screen.name] = { weightKb, shifts, complaints };
      await context.close();
    };
    for (const screen of SCREENS.filter(({ as = 'admin' }) => as === who)) await look(screen);
    expect(wrong).toEqual({});
  });
}
