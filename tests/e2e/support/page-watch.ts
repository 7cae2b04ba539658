import type { Page } from '@playwright/test';

/** The limit of the scripts of a first visit to any page, compressed as they are sent. */
export const FIRST_LOAD_KB_MAX = 250;

const ENDED_BY_NAVIGATION = /net::ERR_ABORTED/;
/** The browser's own message about an answer for which the page has words. */
const ANSWERED_BADLY = /^Failed to load resource: .* status of 4\d\d/;

/** Opens a page without a cache, waits until it is quiet, and returns the kilobytes of its scripts. */
export async function firstLoadKb(page: Page, path: string): Promise<number> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Network.clearBrowserCache');
  const scripts = new Set<string>();
  let bytes = 0;
  devTools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await devTools.detach();
  return bytes / 1024;
}

/** Collects the browser's complaints: refusals by the security policy, and hydration differences. */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (!['error', 'warning'].includes(message.type())) return;
    if (!ANSWERED_BADLY.test(text) && !ENDED_BY_NAVIGATION.test(text)) complaints.push(text);
  });
  return complaints;
}

type Shifts = { sum: number; moved: string[] };
type LayoutShift = PerformanceEntry & {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
};

/** Adds up, from the start of each page, the layout shifts without a person's action. */
export async function watchShifts(page: Page): Promise<() => Promise<Shifts>> {
  await page.addInitScript(() => {
    const shifts: Shifts = { sum: 0, moved: [] };
    Object.assign(window, { shifts });
    new PerformanceObserver((entries) => {
      for (const { value, hadRecentInput, sources } of entries.getEntries() as LayoutShift[]) {
        if (hadRecentInput) continue;
        shifts.sum += value;
        for (const { node, previousRect, currentRect } of sources) {
          const places = [previousRect, currentRect].map(({ x, y, width }) => `${x},${y} ${width}`);
          shifts.moved.push(`${places.join(' to ')}: ${node?.textContent?.slice(0, 60)}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifts: Shifts }).shifts);
}
