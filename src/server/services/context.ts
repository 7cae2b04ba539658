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
  /** True if the problem is certain. False if the server only refused to answer. */
  isCertain: boolean;
};

/** The parts that a process gives to every service. Built once at start. Tests build their own. */
export type Services = {
  db: Database;
  secretBox: SecretBox;
  /** The database's clock. Use `now()` for a time that is compared with stored times. */
  clock: DatabaseClock;
  log: Log;
  settings: {
    /** The version of Gancho. */
    version: string;
    retentionDays: number;
    engine: 'embedded' | 'inngest';
    allowHttpDestinations: boolean;
    /** Whether the request inspector is available. */
    isDemo: boolean;
    /** The checks of a destination that this installation can make before it connects. */
    destinations: DestinationPolicy;
    /** Whether there is a mail server to notify people through. */
    canMail: boolean;
  };
  /** With Inngest only: returns the problem of its server, as far as this process can see it. It never throws. */
  checkInngest: (() => Promise<InngestProblem | null>) | null;
  /** Informs the engine that events were recorded, that deliveries are due, or that there is a redelivery job. It never throws. */
  announce: (
    name: 'gancho/events.recorded' | 'gancho/deliveries.due' | 'gancho/redeliveries.due',
  ) => void;
};

/** The context of a verb: the process's services and the caller. */
export type Context = Services & { actor: Actor };
