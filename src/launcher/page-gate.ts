import type { IncomingMessage, ServerResponse } from 'node:http';
import { unavailableHead } from '@/domain/unavailable';
import { isLanguage, LANGUAGE_COOKIE, type Language, preferredLanguage } from '@/i18n/languages';
import en from '@/i18n/messages/en/busy.json';
import es from '@/i18n/messages/es/busy.json';
import ptBr from '@/i18n/messages/pt-BR/busy.json';
import { sendsJson } from '@/launcher/front-limits';
import { createGate, type GateLimits, type Who } from '@/launcher/gate';
import type { Handle } from '@/launcher/page-front';
import { readSessionCookie } from '@/server/auth/session-cookie';
import { addressKey } from '@/server/services/peer-address';

type Kind = 'page' | 'call' | 'export' | 'program' | 'file';
type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/**
 * A page takes 10 to 60 ms of CPU and a call 2 to 10 ms. More pages at a time are not faster, but they make each turn of the
 * event loop longer, and the process accepts one new connection in each turn.
 */
const LIMITS: Record<Kind, GateLimits> = {
  page: { atOnce: 2, queueMax: 100, waitMs: 5_000, stayMs: 1_000 },
  // Calls of an Inngest server, and deliveries to an inspector. Their senders try again.
  program: { atOnce: 4, queueMax: 200, waitMs: 5_000, stayMs: 1_000 },
  call: { atOnce: 8, queueMax: 300, waitMs: 5_000, stayMs: 1_000 },
  // A page without one of its files does not work, so its browser waits longer.
  file: { atOnce: 8, queueMax: 2_000, waitMs: 20_000, stayMs: 1_000 },
  // A slow reader gives its slot up. The rows that it holds are bounded by one export a person and by UNREAD_MAX.
  export: { atOnce: 2, queueMax: 20, waitMs: 5_000, stayMs: 30_000, ofKeyMax: 1 },
};
/** An answer whose client reads nothing for this long ends. */
const STALLED_MS = 60_000;
/** The most answers that clients have not read to the end. Above it, the oldest ends. An export holds hundreds of deliveries. */
const UNREAD_MAX: Record<Kind, number> = {
  page: 200,
  call: 200,
  program: 200,
  file: 2_000,
  export: 20,
};

const FILE = /^\/(_next\/static\/|(robots\.txt|icon\.svg)($|\?))/;
const EXPORT = /^\/companies\/[^?]*\/events\.csv($|\?)/;
const CALL = /^\/api\/(trpc\/[^/?]+|auth\/[^?]+)($|\?)/;
const RUN = /^\/api\/inngest($|\?)/;
const INSPECTED = /^\/inspector\/[^/?]+($|\?)/;

/** An unknown path is a page, because the framework renders a 404. */
export function kindOf({ method = 'GET', url = '/', headers }: Asked): Kind {
  if (FILE.test(url)) return 'file';
  if (RUN.test(url)) return 'program';
  if (INSPECTED.test(url) && method !== 'GET' && sendsJson({ headers })) return 'program';
  if (EXPORT.test(url)) return 'export';
  return CALL.test(url) ? 'call' : 'page';
}

type PersonOf = (cookies: string | undefined) => Promise<string | null>;
type Pace = (start: () => void) => void;
type Options = { stalledMs?: number; personOf?: PersonOf; pace?: Pace };

/** Admits few pages and calls at a time, because the process does nothing else while it renders. */
export function createPageGate(
  pages: Handle,
  { stalledMs = STALLED_MS, personOf = personOfCookie, pace = (start) => start() }: Options = {},
): Handle {
  const gates = {
    page: createGate(LIMITS.page),
    call: createGate(LIMITS.call),
    export: createGate(LIMITS.export),
    program: createGate(LIMITS.program),
    file: createGate(LIMITS.file),
  };
  const unread = {
    page: new Set<ServerResponse>(),
    call: new Set<ServerResponse>(),
    export: new Set<ServerResponse>(),
    program: new Set<ServerResponse>(),
    file: new Set<ServerResponse>(),
  };
  return async (request, response) => {
    const kind = kindOf(request);
    const gate = gates[kind];
    const isCounted = kind === 'export' || !gate.hasRoom();
    const ticket = gate.enter(isCounted ? await whoAsks(request, personOf) : NOBODY);
    response.once('close', ticket.leave);
    if (request.socket.destroyed) ticket.leave();
    const isAdmitted = await ticket.admitted;
    if (isCounted && isAdmitted) await new Promise<void>(pace);
    // The client is gone, and `close` was emitted before this point.
    if (request.socket.destroyed) return;
    if (!isAdmitted) return refuse(request, response, kind);
    response.setTimeout(stalledMs, () => response.destroy());
    bound(unread[kind], response, UNREAD_MAX[kind]);
    return pages(request, response);
  };
}

function bound(unread: Set<ServerResponse>, response: ServerResponse, max: number): void {
  const [oldest] = unread;
  if (unread.size >= max) oldest?.destroy();
  unread.add(response);
  response.once('close', () => unread.delete(response));
}

/** A page or call that does not wait needs no identity. */
const NOBODY: Who = { key: '', isSignedIn: false };

/** The session can have ended, because this decides about turns and never about access. */
const personOfCookie: PersonOf = async (cookies) => (await readSessionCookie(cookies))?.sub ?? null;

async function whoAsks({ headers }: IncomingMessage, personOf: PersonOf): Promise<Who> {
  const user = await personOf(headers.cookie);
  if (user !== null) return { key: user, isSignedIn: true };
  return {
    key: addressKey(headers['x-forwarded-for']?.toString() ?? null) ?? '',
    isSignedIn: false,
  };
}

const MESSAGES = { en, es, 'pt-BR': ptBr } satisfies Record<Language, typeof en>;

function refuse(request: IncomingMessage, response: ServerResponse, kind: Kind): void {
  const { status, headers } = unavailableHead();
  const language = languageOf(request);
  const { title, text, retry } = MESSAGES[language];
  const [type, body] =
    kind === 'call' || kind === 'program'
      ? ['application/json', JSON.stringify({ error: { code: 'UNAVAILABLE', message: text } })]
      : [
          'text/html',
          `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><title>${title} · Gancho</title>
<body style="font-family: sans-serif; color-scheme: light dark"><main style="max-width: 480px; margin: 20vh auto; padding: 24px">
<h1>${title}</h1><p role="alert">${text}</p><p><a href="">${retry}</a></p></main></body></html>`,
        ];
  response.writeHead(status, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const CHOSEN = new RegExp(`(?:^|; ?)${LANGUAGE_COOKIE}=([^;]+)`);

function languageOf({ headers }: IncomingMessage): Language {
  const chosen = CHOSEN.exec(headers.cookie ?? '')?.[1];
  return isLanguage(chosen) ? chosen : preferredLanguage(headers['accept-language'] ?? null);
}
