import { BoundedMap } from './bounded-map';

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
/** A challenge keeps its scheme, because the scheme explains the refusal and is not secret. */
const CHALLENGE = /^(www|proxy)-authenticate$/i;
const NAMES_KEPT = 500;
const NAME_LENGTH_KEPT = 100;
/** Below this, a value would be found by chance. */
const OWN_VALUE_LENGTH_MIN = 6;

/** Receivers answer with the same few names again and again. */
const knownNames = new BoundedMap<string, boolean>(NAMES_KEPT);

function isSecretName(name: string): boolean {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const isSecret = SECRET_NAME.test(name);
  if (name.length <= NAME_LENGTH_KEPT) knownNames.set(name, isSecret);
  return isSecret;
}

/** The value of an answered header as it may be stored. */
function redactAnswered(name: string, value: string): string {
  if (isSecretName(name)) {
    if (!CHALLENGE.test(name)) return HIDDEN;
    return `${value.split(/[\s,]/, 1)[0]} ${HIDDEN}`;
  }
  if (SECRET_VALUE.test(value)) return HIDDEN;
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
 * An answer as it may be stored: without the receiver's credentials, and without ours, which some receivers
 * repeat.
 * @param sent our own headers as they were sent
 * @param shown the same as they may be shown
 */
export function redactAnswer({ headers, body }: Answer, sent: Headers, shown: Headers): Answer {
  const own = ownSecrets(sent, shown);
  return {
    headers: headers.map(([name, value]) => [name, without(own, redactAnswered(name, value))]),
    body: body === null ? null : withoutIn(own, body),
  };
}

type Headers = Readonly<Record<string, string>>;

/** The headers of a hook are one object as long as its settings stay. */
const secretsBySent = new WeakMap<Headers, string[]>();

function ownSecrets(sent: Headers, shown: Headers): string[] {
  const known = secretsBySent.get(sent);
  if (known !== undefined) return known;
  const secrets = findSecrets(sent, shown);
  secretsBySent.set(sent, secrets);
  return secrets;
}

/** The longest first, so that no rest of one stays. */
function findSecrets(sent: Headers, shown: Headers): string[] {
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
