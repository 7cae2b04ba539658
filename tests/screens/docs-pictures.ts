/** The pictures in docs/screens. Its README says what a review of them changed. */
export const DOCS_PICTURES: ReadonlySet<string> = new Set([
  'list-1440-light.png',
  'list-390-light.png',
  'list-empty-1440-light.png',
  'form-new-1440-light.png',
  'form-new-pt-1440-dark.png',
  'form-new-390-light.png',
  'form-errors-1440-light.png',
  'hook-1440-light.png',
  'hook-1440-dark.png',
  'hook-390-light.png',
  'hook-failing-1440-light.png',
  'hook-gone-1440-light.png',
  'event-panel-1440-light.png',
  'event-1440-dark.png',
  'guide-1440-light.png',
  'guide-pt-390-dark.png',
]);
