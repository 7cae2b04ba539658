import { BoundedMap } from './bounded-map';
import { OwnValues } from './own-values';

/** Replaces a value that is hidden completely. */
export const HIDDEN = '********';

const SECRET_NAME =
  /auth|bearer|cookie|token|secret|passw|passphrase|credential|signature|session|csrf|xsrf|nonce|jwt|(^|[-_])key|key$|(^|[-_])(sid|sig|pin|pass|pwd|otp)($|[-_])/i;
/** Names that look like those of credentials and are common. */
const ORDINARY_NAME =
  /^access-control-|^(x-)?author(s|ity)?$|^(x-)?surrogate-key$|(^|-)(cache|idempotency|partition|routing)-key$|rate-?limit|(^|-)token-type$/i;
const SECRET_VALUE = /^((bearer|basic|negotiate|token|apikey)\s+\S{6,}$|digest\s+\S+=)/i;
/** A signed token has three parts of base64url, and the first begins as JSON does. */
const TOKEN_RUN = /[\w.-]+/g;
const TOKEN_HEAD = /(?:^|-)eyJ[\w-]{8,}$/;
/** Tokens that their makers marked, so that they can be found: GitHub, GitLab, Slack, Stripe, AWS, Google, this product. */
const MARKED_TOKEN =
  /\b(gh[opsur]_|github_pat_|glpat-|xox[a-z]-|[prs]k_(live|test)_|whsec_|A(KIA|SIA)(?=[A-Z\d]{16})|AIza)[\w-]{16,}/g;
const MARKED_TOKEN_LENGTH_MIN = 18;
/** Parameters of an address, in its query or in its fragment, or of a form. */
const PARAMETER = /(^|[?&#;,\s"'(])([^?=&#;,\s"'(]+)=([^&#;\s>"]*)/g;
/** An address can be a parameter of another one. At most this many levels are read. */
const NESTED_LEVELS = 3;
const ENCODED = /%(25)*(3D|22|40)/i;
const ENCODED_RUN = /(%[\da-f]{2})+/gi;
/** These carry a credential in the addresses of sign-ins. */
const SECRET_PARAMETER = /^(code|assertion|client_assertion|ticket|samlresponse)$/i;
/** Up to the last @, because a password can contain one. */
const USER_INFO = /\/\/[^/?#\s]*@/g;
/** A text, a list or another value of a JSON object, with its name. */
const JSON_MEMBER = /"([^"\\]{1,100})"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]?|[^\s",{}[\]]+)/g;
/** A credential behind its scheme, within other text. */
const BEHIND_SCHEME = /\b(bearer|basic|oauth)(:?\s+)[\w.~+/-]{12,}=*/gi;
/** A challenge keeps its scheme, because the scheme explains the refusal and is not secret. */
const CHALLENGE = /^(www|proxy)-authenticate$/i;
const NAMES_KEPT = 500;
const NAME_LENGTH_KEPT = 100;

/** Receivers answer with the same few names again and again. */
const knownNames = new BoundedMap<string, boolean>(NAMES_KEPT);

function isSecretName(name: string): boolean {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const isSecret = SECRET_NAME.test(name) && !ORDINARY_NAME.test(name);
  if (name.length <= NAME_LENGTH_KEPT) knownNames.set(name, isSecret);
  return isSecret;
}

/** The value of an answer's header as it may be stored. */
function redactAnswered(name: string, value: string): string {
  if (isSecretName(name)) {
    if (!CHALLENGE.test(name)) return HIDDEN;
    return `${value.split(/[\s,]/, 1)[0]} ${HIDDEN}`;
  }
  if (SECRET_VALUE.test(value)) return HIDDEN;
  return redactText(value);
}

/** Removes credentials from a text that is an address or contains addresses, encoded ones too. */
function redactText(text: string, levels = NESTED_LEVELS): string {
  if (levels < 0) return text;
  let shown = text;
  if (shown.length >= MARKED_TOKEN_LENGTH_MIN)
    shown = shown.replace(MARKED_TOKEN, HIDDEN).replace(BEHIND_SCHEME, `$1$2${HIDDEN}`);
  if (shown.includes('eyJ'))
    shown = shown.replace(TOKEN_RUN, (run) => (run.includes('eyJ') ? withoutTokens(run) : run));
  if (shown.includes('@')) shown = shown.replace(USER_INFO, `//${HIDDEN}@`);
  if (shown.includes('"'))
    shown = shown.replace(JSON_MEMBER, (whole, name: string, colon: string) =>
      SECRET_NAME.test(name) ? `"${name}"${colon}"${HIDDEN}"` : whole,
    );
  if (shown.includes('='))
    shown = shown.replace(PARAMETER, (_, before: string, name: string, value: string) => {
      const isSecret = SECRET_NAME.test(name) || SECRET_PARAMETER.test(name);
      return `${before}${name}=${isSecret ? HIDDEN : redactText(value, levels - 1)}`;
    });
  return shown.includes('%') && isSecretEncodedIn(shown, levels) ? HIDDEN : shown;
}

function isSecretEncodedIn(text: string, levels: number): boolean {
  if (!ENCODED.test(text)) return false;
  const decoded = text.replace(ENCODED_RUN, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
  return redactText(decoded, levels - 1) !== decoded;
}

/** Divides the run first, because a search from each possible beginning takes quadratic time. */
function withoutTokens(run: string): string {
  const parts = run.split('.');
  const kept: string[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const head = parts[at] ?? '';
    const isFollowed = at + 2 < parts.length && parts[at + 1] !== '';
    if (isFollowed && TOKEN_HEAD.test(head)) {
      kept.push(
        head.replace(TOKEN_HEAD, (found) => `${found.startsWith('-') ? '-' : ''}${HIDDEN}`),
      );
      at += 2;
    } else {
      kept.push(head);
    }
  }
  return kept.join('.');
}

type Answer = { headers: [name: string, value: string][]; body: Buffer | null };
type Given = Answer & { isBodyTruncated: boolean };

export type Own = {
  /** The hook's own headers as they were sent, and as they may be shown. */
  sent: Headers;
  shown: Headers;
  signingSecrets: readonly Buffer[];
};

/** Longer answers are not remembered. */
const REMEMBERED_LENGTH_MAX = 2_000;

/**
 * An answer as it may be stored, without the receiver's credentials and without ours, which some receivers repeat. A
 * busy receiver answers the same many times a second, so the last answer is remembered.
 */
export function redactAnswer(answer: Given, own: Own): Answer {
  const known = knownOf(own);
  const given = textOf(answer);
  if (known.last?.given === given) {
    const { headers, body } = known.last.redacted;
    return { headers, body: body ?? answer.body };
  }
  const redacted = redact(answer, known.values);
  if (given.length <= REMEMBERED_LENGTH_MAX) {
    const isSame = redacted.body === answer.body;
    known.last = { given, redacted: { ...redacted, body: isSame ? null : redacted.body } };
  }
  return redacted;
}

/** Everything that decides what is stored. */
function textOf({ headers, body, isBodyTruncated }: Given): string {
  let text = isBodyTruncated ? '1' : '0';
  for (const [name, value] of headers) text += `${name}\n${value}\n`;
  return body === null ? text : `${text}\n${body.toString('latin1')}`;
}

function redact({ headers, body, isBodyTruncated }: Given, values: OwnValues): Answer {
  const theirs = headers.map(([name, value]): [string, string] => [
    name,
    redactAnswered(name, value),
  ]);
  const all = theirs.map((pair) => pair.join('\n')).join('\n');
  const effort = OwnValues.effort();
  const hide = (text: string) => values.replaceIn(text, HIDDEN, effort);
  const isRepeated = values.isIn(all, effort);
  return {
    body:
      body === null
        ? null
        : withoutIn(body, (text) => values.replaceIn(text, HIDDEN, effort, isBodyTruncated)),
    headers: isRepeated ? theirs.map(([name, value]) => [hide(name), hide(value)]) : theirs,
  };
}

type Headers = Readonly<Record<string, string>>;

type Known = {
  keys: readonly Buffer[];
  values: OwnValues;
  /** The last short answer and how it is stored. Its body is null if it is stored as it came. */
  last: { given: string; redacted: Answer } | null;
};
/** The headers and keys of a hook are the same objects as long as its settings do not change. */
const knownBySent = new WeakMap<Headers, Known>();

function knownOf({ sent, shown, signingSecrets: keys }: Own): Known {
  const before = knownBySent.get(sent);
  if (before?.keys.length === keys.length && keys.every((key, n) => key === before.keys[n]))
    return before;
  const secret = Object.entries(sent).filter(
    ([name, value]) => !(Object.hasOwn(shown, name) && shown[name] === value),
  );
  const inBase64 = keys.map((key) => key.toString('base64'));
  const values = new OwnValues([...secret.map(([, value]) => value), ...inBase64], keys);
  const known: Known = { keys, values, last: null };
  knownBySent.set(sent, known);
  return known;
}

/** Bytes without a secret stay unchanged. Header values are ASCII, so Latin-1 preserves every other byte. */
function withoutIn(body: Buffer, hide: (text: string) => string): Buffer {
  const text = body.toString('latin1');
  const shown = hide(text);
  return shown === text ? body : Buffer.from(shown, 'latin1');
}
