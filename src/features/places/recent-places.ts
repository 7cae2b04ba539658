import type { Place } from './place';

const KEY = 'gancho_recent_places';
const KEPT_MAX = 6;

const isSame = (left: Place, right: Place) =>
  left.companyId === right.companyId && left.projectId === right.projectId;

/** Where one was in this browser, the latest first. Only ids: names and reach are asked for anew. */
function recentPlaces(): Place[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isPlace) : [];
  } catch {
    return [];
  }
}

export function rememberRecentPlace(place: Place): void {
  const others = recentPlaces().filter((each) => !isSame(each, place));
  try {
    localStorage.setItem(KEY, JSON.stringify([place, ...others].slice(0, KEPT_MAX)));
  } catch {
    // A browser that keeps nothing remembers none.
  }
}

/** The recent ones but the one that is shown. */
export function otherRecentPlaces(current: Place): Place[] {
  return recentPlaces()
    .filter((each) => !isSame(each, current))
    .slice(0, KEPT_MAX - 1);
}

function isPlace(value: unknown): value is Place {
  const { companyId, projectId } = (value ?? {}) as Partial<Place>;
  const isId = (id: unknown) => Number.isSafeInteger(id) && Number(id) > 0;
  return isId(companyId) && (projectId === null || isId(projectId));
}
