/**
 * C0 and C1 controls, characters that change the direction of text, and surrogate halves, which are lost in UTF-8. None
 * of them is part of a name.
 */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/gu;

export function hasControls(text: string): boolean {
  return text.search(CONTROLS) !== -1;
}

/** Shows each control by its code, as in JSON, so that a terminal does not obey it. */
export function escapeControls(text: string): string {
  return text.replace(
    CONTROLS,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
