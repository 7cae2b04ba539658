type Hold = { path: string; home: number | null; isReturning: boolean; onHeld: OnHeld };
type OnHeld = (leave: () => void) => void;

const pathOf = ({ pathname, search }: Location) => pathname + search;

/** Where among the entries of its history the window is; null in a browser that does not tell. */
const entryIndex = () =>
  'navigation' in window ? (window.navigation.currentEntry?.index ?? null) : null;

let held: Hold | null = null;

/**
 * Keeps the window on this page when Back or Forward would leave it. `onHeld` gets what leaves after
 * all: the same step, once. The answer ends the hold.
 */
export function holdHistory(onHeld: OnHeld): () => void {
  const own: Hold = {
    path: pathOf(window.location),
    home: entryIndex(),
    isReturning: false,
    onHeld,
  };
  held = own;
  return () => {
    if (held === own) held = null;
  };
}

/**
 * The browser has gone by the time it tells, so it is sent back before the router hears of it: nothing is
 * added to its history.
 */
function onPopState(event: PopStateEvent): void {
  if (held === null) return;
  const here = entryIndex();
  if (pathOf(window.location) === held.path) {
    if (held.isReturning) event.stopImmediatePropagation();
    held.isReturning = false;
    // Another place on this page, say.
    held.home = here;
    return;
  }
  event.stopImmediatePropagation();
  // Where it is not told, it was Back: hardly anyone has gone back to a form before they fill it in.
  const steps = held.home === null || here === null ? -1 : here - held.home;
  held.isReturning = true;
  window.history.go(-steps);
  held.onHeld(() => {
    held = null;
    window.history.go(steps);
  });
}

/**
 * To be called before the router begins to listen: listeners of the window are called in the order in
 * which they came, capturing or not.
 */
export function listenToHistory(): void {
  window.addEventListener('popstate', onPopState);
}
