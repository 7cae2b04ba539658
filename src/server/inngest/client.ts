import { Inngest } from 'inngest';
import { type Log, toSdkLogger } from './log';

export const APP_ID = 'gancho';

/** Where the embedded client believes it sends to: a name that no resolver knows. */
const EMBEDDED_BASE_URL = 'http://engine.invalid/';

export type InngestClientOptions =
  | { mode: 'embedded'; signingKey: string; fetch: typeof fetch; log: Log }
  | {
      mode: 'inngest';
      eventKey: string | null;
      signingKey: string | null;
      baseUrl: string | null;
      isDev: boolean;
      log: Log;
    };

/**
 * Checkpointing, session propagation and AI metadata are off: each adds calls or spans to a run, and
 * no function here has steps. Embedded is not "dev": without a signing key and cloud mode, whoever
 * reaches the endpoint could run functions.
 */
export function createInngestClient(options: InngestClientOptions) {
  const logger = toSdkLogger(options.log);
  const common = {
    id: APP_ID,
    logger,
    internalLogger: logger,
    checkpointing: false,
    sessionPropagation: false,
    aiMetadata: false,
  };
  if (options.mode === 'embedded') {
    return new Inngest({
      ...common,
      isDev: false,
      baseUrl: EMBEDDED_BASE_URL,
      eventKey: 'embedded',
      signingKey: options.signingKey,
      fetch: options.fetch,
    });
  }
  return new Inngest({
    ...common,
    isDev: options.isDev,
    ...(options.eventKey === null ? {} : { eventKey: options.eventKey }),
    ...(options.signingKey === null ? {} : { signingKey: options.signingKey }),
    ...(options.baseUrl === null ? {} : { baseUrl: options.baseUrl }),
  });
}

export type InngestClient = ReturnType<typeof createInngestClient>;
