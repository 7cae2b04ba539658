/** Stands for a value of which nothing is told. */
export const HIDDEN = '********';

const SECRET_NAME =
  /auth|cookie|token|secret|passw|credential|signature|session|csrf|xsrf|nonce|jwt|(^|[-_])key|key$|(^|[-_])(sid|sig|pin|pwd|otp)($|[-_])/i;
const SECRET_VALUE = /^(bearer|basic|digest|negotiate|token|apikey)\s/i;
/** Three parts of base64url, of which the first begins as JSON does: a signed token, whatever its header is called. */
const SIGNED_TOKEN = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
/** Parameters of an address, in its query or behind its fragment. */
const PARAMETER = /([?&#;])([^=&#;\s]+)=([^&#;\s>"]*)/g;
const USER_INFO = /\/\/[^/@\s]*@/g;
/** Below this, a value would be found by chance. */
const OWN_VALUE_LENGTH_MIN = 6;

/** What may be stored of a header that a receiver answered. */
function redactAnswered(name: string, value: string): string {
  if (/^(www|proxy)-authenticate$/i.test(name)) return `${value.split(/[\s,]/, 1)[0]} ${HIDDEN}`;
  if (SECRET_NAME.test(name) || SECRET_VALUE.test(value)) return HIDDEN;
  return redactText(value);
}

/** Takes credentials out of a text that is an address or holds some. */
function redactText(text: string): string {
  if (!/[=@]|eyJ/.test(text)) return text;
  return text
    .replace(SIGNED_TOKEN, HIDDEN)
    .replace(USER_INFO, `//${HIDDEN}@`)
    .replace(PARAMETER, (whole, before: string, parameter: string) =>
      SECRET_NAME.test(parameter) || parameter === 'code'
        ? `${before}${parameter}=${HIDDEN}`
        : whole,
    );
}

type Answer = { headers: [name: string, value: string][]; body: Buffer | null };

/**
 * What may be stored of an answer: without the receiver's credentials, and without ours, which some receivers
 * repeat.
 * @param sent our own headers as they were sent
 * @param shown the same as they may be shown
 */
export function redactAnswer(
  { headers, body }: Answer,
  sent: Readonly<Record<string, string>>,
  shown: Readonly<Record<string, string>>,
): Answer {
  const own = ownSecrets(sent, shown);
  return {
    headers: headers.map(([name, value]) => [name, without(own, redactAnswered(name, value))]),
    body: body === null ? null : withoutIn(own, body),
  };
}

/** The longest first, so that no rest of one stays. */
function ownSecrets(sent: Readonly<Record<string, string>>, shown: typeof sent): string[] {
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (Object.hasOwn(shown, name) && shown[name] === value) continue;
    const [, credentials = ''] = /^[\w-]+\s+(.+)$/.exec(value) ?? [];
    for (const one of [value, credentials]) {
      if (one.length >= OWN_VALUE_LENGTH_MIN) secrets.push(one);
    }
  }
  return secrets.sort((a, b) => b.length - a.length);
}

function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}

/** Bytes that hold no secret stay as they are. Header values are ASCII, so that Latin-1 keeps every other byte. */
function withoutIn(secrets: readonly string[], body: Buffer): Buffer {
  if (!secrets.some((secret) => body.includes(secret))) return body;
  return Buffer.from(without(secrets, body.toString('latin1')), 'latin1');
}
