import type { RunRest } from '../announcements';
import type { HealthChange } from '../events';

export type DeliveryRun = RunRest & { attempted: number };
export type DispatchRun = DeliveryRun & { dispatched: number };
export type PendingWork = { hasUndispatched: boolean; hasDue: boolean; hasRedeliveries: boolean };
/** For the poll: also reports whether a worker that holds deliveries fell silent. A sweep resolves that. */
export type FoundWork = PendingWork & { hasSilent: boolean };
export type PurgeRun = Record<string, unknown>;

/** The work of the functions, one method for each. Times are epoch milliseconds. A run ends within its budget. */
export type Engine = {
  dispatchAndDeliver(input: { budgetMs: number }): Promise<DispatchRun>;
  deliver(input: { budgetMs: number }): Promise<DeliveryRun>;
  sweep(): Promise<PendingWork>;
  purge(): Promise<PurgeRun>;
  recover(input: { budgetMs: number }): Promise<{ hasMore: boolean }>;
  notifyHealthChanges(changes: readonly HealthChange[]): Promise<void>;
};

export type FunctionOptions = { budgetMs: number; nowMs: () => number };
