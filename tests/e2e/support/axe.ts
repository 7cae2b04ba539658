import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export async function expectNoViolations(page: Page): Promise<void> {
  // After a navigation, a page gets its title a moment after its content.
  await expect(page).toHaveTitle(/./);
  // Without frames there is nothing to collect in a second page, which is what the other mode opens each time.
  expect(page.frames(), 'frames').toHaveLength(1);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
  expect(found, page.url()).toEqual([]);
}
