/** Single-letter keys can be switched off in the account (WCAG 2.1.4). */
export function areShortcutsOn(): boolean {
  return localStorage.getItem('gancho_shortcuts') !== 'off';
}

/** Whether a key that is pressed there is text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
  );
}

export function setShortcuts(isOn: boolean): void {
  if (isOn) localStorage.removeItem('gancho_shortcuts');
  else localStorage.setItem('gancho_shortcuts', 'off');
}
