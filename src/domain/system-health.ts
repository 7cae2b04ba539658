/** The reasons why new events may not be delivered, or soon will not be. Programs may rely on the codes. */
export const HEALTH_CODES = [
  'database_unreachable',
  'database_refuses',
  'database_full',
  'database_memory',
  'database_connections',
  'database_read_only',
  'database_slow',
  'database_not_migrated',
  'database_differs',
  'routines_differ',
  'partitions_missing',
  'clock_off',
  'engine_silent',
  'inngest_unreachable',
  'inngest_not_registered',
  'file_limit',
  'memory',
  'no_route',
  'resolver',
  'internal',
  'clock_skew',
  'purge_refused',
] as const;

export type HealthCode = (typeof HEALTH_CODES)[number];
export type Engine = 'embedded' | 'inngest';
export type HealthFinding = { code: HealthCode; message: string; remedy: string };

type Params = Readonly<Record<string, string | number>>;
type Words = { message: string; remedy: string };

const MIGRATE = 'run npm run -s gancho -- migrate';

const WORDS: Record<HealthCode, (params: Params, engine: Engine) => Words> = {
  database_unreachable: ({ problem = 'it does not answer' }) => ({
    message: `The database cannot be used: ${problem}.`,
    remedy: 'start that Postgres, or correct DATABASE_URL; accepted events are kept',
  }),
  database_refuses: ({ problem = 'it refuses the login' }) => ({
    message: `The database refuses us: ${problem}.`,
    remedy:
      'correct user, password and name in DATABASE_URL, or grant the login its missing rights',
  }),
  database_full: () => ({
    message: 'The disk of the database is full.',
    remedy:
      'free space on it, or shorten GANCHO_RETENTION_DAYS and run npm run -s gancho -- purge --confirm',
  }),
  database_memory: () => ({
    message: 'The database has no memory left.',
    remedy: 'end other work on its machine, or give it more memory',
  }),
  database_connections: () => ({
    message: 'The database has no free connection.',
    remedy:
      'raise max_connections (or the limit of the login), end other clients, or put a pooler before it',
  }),
  database_read_only: () => ({
    message: 'The database takes no writes.',
    remedy: 'point DATABASE_URL at the primary, and set default_transaction_read_only to off on it',
  }),
  database_slow: () => ({
    message: 'The database did not answer within 1.5 s.',
    remedy: 'look at its load, at the locks in pg_stat_activity, and at the network to it',
  }),
  database_not_migrated: ({ names = '' }) => ({
    message: `The database is not migrated${names ? `: ${names} is missing` : ''}.`,
    remedy: MIGRATE,
  }),
  database_differs: ({ names = '' }) => ({
    message: `The database was migrated by another version: ${names}.`,
    remedy: 'start the version that migrated it, or use another database',
  }),
  routines_differ: ({ names = '' }) => ({
    message: `Routines of the engine differ from those of this version: ${names}.`,
    remedy: `${MIGRATE}, which puts them back`,
  }),
  partitions_missing: ({ days = '' }, engine) => ({
    message: `There are no partitions for ${days}.`,
    remedy: `run npm run -s gancho -- purge, which makes them; ${
      engine === 'embedded'
        ? 'the worker does so each day: see in its log why it did not'
        : 'the function purge does so each day: see its runs in Inngest'
    }`,
  }),
  clock_off: ({ seconds = 0 }) => ({
    message: `The clock of this machine is ${Math.abs(Number(seconds))} s ${Number(seconds) > 0 ? 'behind' : 'ahead of'} the database's.`,
    remedy: 'correct the clock that is wrong, with NTP; the engine goes on by itself',
  }),
  engine_silent: ({ since = '' }, engine) => ({
    message: `The engine ${since ? `has not swept since ${since}` : 'has never swept'}.`,
    remedy:
      engine === 'embedded'
        ? 'start the worker: npm start; if it runs, see its log'
        : 'see in Inngest that the app gancho is synced with /api/inngest and that its function sweep runs each minute',
  }),
  inngest_unreachable: ({ problem = '' }) => ({
    message: `The Inngest server cannot be reached: ${problem}.`,
    remedy: 'start it, or correct INNGEST_BASE_URL; events are kept until then',
  }),
  inngest_not_registered: ({ problem = '' }) => ({
    message: `Inngest knows no functions of ours: ${problem}.`,
    remedy:
      'sync the app with https://<your address>/api/inngest, and compare INNGEST_SIGNING_KEY on both sides',
  }),
  file_limit: ({ limit = '', capacity = '' }) => ({
    message: `A worker may open no more files${limit ? ` (limit ${limit}${capacity ? `, and it is made for ${capacity} requests at a time` : ''})` : ''}, and sends fewer at a time.`,
    remedy:
      'raise its limit of open files (ulimit -n, or LimitNOFILE of its service), and restart it',
  }),
  memory: () => ({
    message: 'A worker has no memory left, and sends fewer at a time.',
    remedy: 'give it more memory, or start a second worker',
  }),
  no_route: () => ({
    message: 'A worker reaches no network, and does not send.',
    remedy: 'mend the network of its machine; it tries again by itself',
  }),
  resolver: () => ({
    message: 'The resolver of a worker does not answer, and it does not send.',
    remedy: 'mend the name servers of its machine (/etc/resolv.conf); it tries again by itself',
  }),
  internal: () => ({
    message:
      'A worker cannot send some deliveries, through no fault of their receivers; they wait.',
    remedy:
      'see its log, which names them and the reason: a secret that GANCHO_SECRET_KEY does not open, or a defect to report',
  }),
  clock_skew: ({ seconds = '' }) => ({
    message: `The clock of a worker is ${seconds ? `${Math.abs(Number(seconds))} s ` : ''}off, and it does not send: it would check certificates by a wrong time.`,
    remedy: 'correct its clock, with NTP; it goes on by itself',
  }),
  purge_refused: ({ days = '' }) => ({
    message: `The purge did not run: it would drop more${days ? ` (${days} days)` : ''} than has expired since the last one.`,
    remedy:
      'if the clock and GANCHO_RETENTION_DAYS are right, run npm run -s gancho -- purge --confirm',
  }),
};

export function isHealthCode(code: string): code is HealthCode {
  return HEALTH_CODES.some((known) => known === code);
}

export function findingOf(code: HealthCode, engine: Engine, params: Params = {}): HealthFinding {
  return { code, ...WORDS[code](params, engine) };
}
