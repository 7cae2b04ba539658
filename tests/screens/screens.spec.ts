import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { started, test } from '../e2e/support/test';
import { DOCS_PICTURES } from './docs-pictures';
import { SCREENS, type Screen } from './list';
import { stateOf, WHO } from './people';
import { buildWorld, type World } from './world';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}/${process.env.SCREENS_FOLDER ?? 'test-results/screens'}`;
const isForDocs = process.env.SCREENS_FOR_DOCS !== undefined;
const only = process.env.SCREENS_ONLY ?? '';

const SIZES = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } } as const;
const VARIANTS = ([1440, 390] as const).flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ width, theme })),
);
type Variant = (typeof VARIANTS)[number];

const nameOf = (screen: Screen, { width, theme }: Variant) =>
  `${screen.name}-${width}-${theme}.png`;

function isWanted(screen: Screen, variant: Variant): boolean {
  if (!screen.name.includes(only)) return false;
  return !isForDocs || DOCS_PICTURES.has(nameOf(screen, variant));
}

let world: World;
test.beforeAll(async ({ playwright }) => {
  mkdirSync(folder, { recursive: true });
  const request = await playwright.request.newContext();
  world = await buildWorld(request);
  await request.dispose();
});

for (const who of WHO) {
  test(`screens of ${who}`, async ({ browser }) => {
    const screens = SCREENS.filter(({ as = 'admin' }) => as === who);
    const state = await stateOf(browser, who, world);
    for (const variant of VARIANTS) {
      for (const screen of screens.filter((each) => isWanted(each, variant))) {
        const context = await browser.newContext({
          baseURL: started('E2E_ADDRESS'),
          viewport: SIZES[variant.width],
          colorScheme: variant.theme,
          reducedMotion: 'reduce',
          locale: screen.isPortuguese ? 'pt-BR' : 'en-US',
          ...(state ? { storageState: state } : {}),
        });
        await takePicture(await context.newPage(), screen, variant);
        await context.close();
      }
    }
  });
}

async function takePicture(page: Page, screen: Screen, variant: Variant): Promise<void> {
  await page.goto(screen.path(world));
  await page.waitForLoadState('networkidle');
  await screen.prepare?.(page);
  await page.waitForLoadState('networkidle');
  if (!isForDocs) await stretch(page);
  await page.screenshot({
    path: `${folder}/${nameOf(screen, variant)}`,
    animations: 'disabled',
  });
}

/** Makes the window as high as its page, so that sticky elements stay at their edge. */
async function stretch(page: Page): Promise<void> {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size && height > size.height) await page.setViewportSize({ width: size.width, height });
}
