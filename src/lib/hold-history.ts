type Hold = { path: string; home: number | null; isReturning: boolean; onHeld: OnHeld };
type OnHeld = (leave: () => void) => void;

const pathOf = ({ pathname, search }: Location) => pathname + search;

/** The window's position in its history; null in a browser that does not report it. */
const entryIndex = () =>
  'navigation' in window ? (window.navigation.currentEntry?.index ?? null) : null;

let held: Hold | null = null;

/**
 * Keeps the window on this page when Back or Forward would leave it. `onHeld` gets a function that makes the held step
 * once. The returned function ends the hold.
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
 * The browser reports the step after it was made, so it is sent back before the router gets the event. Nothing is added
 * to its history.
 */
function onPopState(event: PopStateEvent): void {
  if (held === null) return;
  const here = entryIndex();
  if (pathOf(window.location) === held.path) {
    if (held.isReturning) event.stopImmediatePropagation();
    held.isReturning = false;
    // For example, another position on this page.
    held.home = here;
    return;
  }
  event.stopImmediatePropagation();
  // If the browser does not report it, assume Back, because hardly anyone goes back to a form before they fill it in.
  const steps = held.home === null || here === null ? -1 : here - held.home;
  held.isReturning = true;
  window.history.go(-steps);
  held.onHeld(() => {
    held = null;
    window.history.go(steps);
  });
}

/**
 * Call this before the router begins to listen, because a window calls its listeners in the order of their
 * registration, capturing or not.
 */
export function listenToHistory(): void {
  window.addEventListener('popstate', onPopState);
}
