import type { RunRest } from '../announcements';
import type { HealthChange } from '../events';

export type DeliveryRun = RunRest & { attempted: number };
export type DispatchRun = DeliveryRun & { dispatched: number };
export type PendingWork = { hasUndispatched: boolean; hasDue: boolean };
/** For the poll: in addition, whether a worker that holds deliveries fell silent, which a sweep settles. */
export type FoundWork = PendingWork & { hasSilent: boolean };
export type PurgeRun = Record<string, unknown>;

/** What the functions do, one call each. Times are epoch milliseconds; a run ends within its budget. */
export type Engine = {
  dispatchAndDeliver(input: { budgetMs: number }): Promise<DispatchRun>;
  deliver(input: { budgetMs: number }): Promise<DeliveryRun>;
  sweep(): Promise<PendingWork>;
  purge(): Promise<PurgeRun>;
  notifyHealthChanges(changes: readonly HealthChange[]): Promise<void>;
};

export type FunctionOptions = { budgetMs: number; nowMs: () => number };
