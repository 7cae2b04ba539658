import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';
import { securityHeaders } from '@/domain/security-headers';
import { type RuntimeEnv, env as readEnv } from '@/env';
import { runProcess, type Service } from '@/launcher/child-main';
import { errorCode, LaunchFailure } from '@/launcher/failure';
import { cleanFrameworkHeaders } from '@/launcher/framework-headers';
import {
  allowedAt,
  CONNECTIONS_MAX,
  isMisdirected,
  isUnsignedRun,
  MISDIRECTED,
  namesNoHost,
  refusedWith,
  SERVER_LIMITS,
  targetOf,
} from '@/launcher/front-limits';
import { closeIdleWhenFull } from '@/launcher/idle-connections';
import { inTurn } from '@/launcher/in-turn';
import { createPace } from '@/launcher/pace';
import { createPageFront, logConsole } from '@/launcher/page-front';
import { createPageGate } from '@/launcher/page-gate';
import { openRestFront } from '@/launcher/rest-front';
import { boundUnread } from '@/launcher/unread-answers';
import { endUnread } from '@/launcher/unread-bodies';
import { container } from '@/server/container';
import { originAddress } from '@/server/services/peer-address';

/** This front and the framework together listen a dozen times for the end of an answer. */
const LISTENERS_MAX = 30;
/** Probes never wait, because a platform ends a process that does not answer them. */
const PROBE = /^\/(livez|readyz|api\/health)($|\?)/;
/** The paths that the REST adapter answers. Next answers all others. */
const REST_PATH = /^\/(rest|oauth)(\/|$|\?)|^\/(livez|readyz|api\/health|openapi\.json)($|\?)/;

async function startWeb(): Promise<Service> {
  const env = readEnv();
  const { host, port, isProduction } = env;
  if (isProduction) logConsole(container().services.log);
  const server = createServer(SERVER_LIMITS);
  closeIdleWhenFull(server, CONNECTIONS_MAX);
  const dir = process.cwd();
  // Where pages reload over a web socket. Where none does, a server with nobody who takes upgrades answers them in HTTP/1.1.
  const upgrades = isProduction ? createServer() : server;
  const app = next({ dev: !isProduction, hostname: host, port, dir, httpServer: upgrades });
  await app.prepare();
  const front = createPageFront(app.getRequestHandler());
  let hasAccepted = false;
  server.on('connection', () => {
    hasAccepted = true;
  });
  const pace = createPace(() => {
    const accepted = hasAccepted;
    hasAccepted = false;
    return accepted;
  });
  // In development the first request for a page builds it, which takes seconds.
  const pages = isProduction ? createPageGate(front, { pace }) : front;
  const rest = openRestFront(env);
  const mustBeSigned = env.inngest.mode === 'embedded' || !env.inngest.isDev;

  const policy = { nonce: '', frameAncestors: env.frameAncestors, isProduction };
  const isHttps = env.publicUrl.startsWith('https:');
  const pageHeaders = {
    'x-content-type-options': 'nosniff',
    ...Object.fromEntries(securityHeaders({ ...policy, isHttps })),
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const target = targetOf(request.url);
    if (target === null || namesNoHost(request)) {
      response.writeHead(400, pageHeaders).end();
      return;
    }
    request.url = target.path;
    if (target.host !== null) request.headers.host = target.host;
    if (env.isLoopbackOnly && isMisdirected(request)) {
      response.writeHead(421, {
        ...pageHeaders,
        'content-type': 'application/json; charset=utf-8',
      });
      response.end(
        JSON.stringify({ error: { code: 'MISDIRECTED_REQUEST', message: MISDIRECTED } }),
      );
      return;
    }
    if (REST_PATH.test(request.url ?? '') && (await rest.handle(request, response))) return;
    if (mustBeSigned && isUnsignedRun(request)) {
      response.writeHead(401, { ...pageHeaders, 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'Unauthorized' }));
      return;
    }
    if (isProduction) cleanFrameworkHeaders(request.headers);
    const refused = refusedWith(request);
    if (refused !== null) {
      response.writeHead(refused, { ...pageHeaders, allow: allowedAt(request) }).end();
      return;
    }
    // The framework answers some requests without src/proxy.ts. A page replaces this policy with its own.
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    // Pages read the address from this header, so a value that the client made up must not reach them.
    const { remoteAddress } = request.socket;
    const forwarded = request.headers['x-forwarded-for']?.toString();
    request.headers['x-forwarded-for'] =
      originAddress(remoteAddress, forwarded, env.trustedProxies) ?? '';
    await pages(request, response);
  };
  server.on('request', (request, response) => {
    response.setMaxListeners(LISTENERS_MAX);
    const start = () => {
      endUnread(request, response);
      boundUnread(response);
      handle(request, response).catch((error: unknown) => {
        container().services.log.error({ err: error }, 'A request failed');
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
    };
    const isProbe = PROBE.test(request.url ?? '');
    inTurn(request, response, isProbe ? (begin) => begin() : pace, start);
  });
  server.on('connect', (_request, socket) => {
    socket
      .on('error', () => {})
      .end('HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\n\r\n');
  });
  // Next takes upgrades itself, but nobody ends them.
  const sockets = new Set<Duplex>();
  if (!isProduction) {
    server.on('upgrade', (_request, socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
  }
  await listen(server, env);

  return {
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await closeGracefully(server);
      await rest.close();
      await app.close();
    },
  };
}

function listen(server: Server, { host, port }: RuntimeEnv): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      const isTaken = errorCode(error) === 'EADDRINUSE';
      fail(isTaken ? new LaunchFailure(`Port ${port} on ${host} is in use.`) : error);
    });
    server.listen(port, host, done);
  });
}

const DRAIN_MS = 10_000;

/** Takes no new connection, lets requests in flight finish, closes what is idle. */
function closeGracefully(server: Server): Promise<void> {
  return new Promise((done) => {
    const insist = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    // A connection that answers its last request just now is idle only afterwards.
    const tidy = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(insist);
      clearInterval(tidy);
      done();
    });
    server.closeIdleConnections();
  });
}

void runProcess(startWeb);
