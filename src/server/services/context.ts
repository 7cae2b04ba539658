import type { Database } from '@/server/db/client';
import type { DatabaseClock } from '@/server/gateways/clock';
import type { SecretBox } from '@/server/gateways/secret-box';
import type { DestinationPolicy } from '@/server/gateways/sender/destination-settings';
import type { Actor } from './actor';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type InngestProblem = {
  code: 'inngest_unreachable' | 'inngest_not_registered';
  problem: string;
  /** Not only that it would not say. */
  isCertain: boolean;
};

/** What one process gives every service. Built once at start; tests build their own. */
export type Services = {
  db: Database;
  secretBox: SecretBox;
  /** Of the database: `now()` for whatever is compared with what is stored. */
  clock: DatabaseClock;
  log: Log;
  settings: {
    /** Of Gancho. */
    version: string;
    retentionDays: number;
    engine: 'embedded' | 'inngest';
    allowHttpDestinations: boolean;
    /** Whether there is the request inspector. */
    isDemo: boolean;
    /** What this installation can tell of a destination before it connects. */
    destinations: DestinationPolicy;
    /** There is a mail server to tell people through. */
    canMail: boolean;
  };
  /** Under Inngest alone: says what is wrong with its server as far as it can be seen from here. Never throws. */
  checkInngest: (() => Promise<InngestProblem | null>) | null;
  /** Tells the engine that events were recorded or that deliveries are due. Never throws. */
  announce: (name: 'gancho/events.recorded' | 'gancho/deliveries.due') => void;
};

/** What a verb gets: the process's services and who asks. */
export type Context = Services & { actor: Actor };
