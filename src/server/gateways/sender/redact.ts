const SECRET_NAME = /auth|cookie|token|secret|passw|credential|signature|session|(^|[-_])key|key$/i;
const SECRET_VALUE = /^(bearer|basic|digest|token|apikey)\s/i;
const MASK = '********';

/** Masks a hook's own header when its name or its value looks like a secret. */
export function redactHeader(name: string, value: string): string {
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value) ? MASK : value;
}
