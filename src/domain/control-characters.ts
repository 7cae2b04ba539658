/**
 * C0 and C1 controls, those that turn the direction of text, and halves of characters, which are lost on their way to UTF-8:
 * none of them is part of a name.
 */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/gu;

export function hasControls(text: string): boolean {
  return text.search(CONTROLS) !== -1;
}

/** Shows each of them by its code, as JSON spells it, so that a terminal obeys none. */
export function escapeControls(text: string): string {
  return text.replace(
    CONTROLS,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
