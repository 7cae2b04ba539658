import type { RunRest } from '../announcements';
import type { HealthChange } from '../events';

export type DeliveryRun = RunRest & { attempted: number };
export type DispatchRun = DeliveryRun & { dispatched: number };
export type PendingWork = { hasUndispatched: boolean; hasDue: boolean };
export type PurgeRun = Record<string, unknown>;

/** What the functions do, one call each. Times are epoch milliseconds; a run ends within its budget. */
export type EngineServices = {
  dispatchAndDeliver(input: { budgetMs: number }): Promise<DispatchRun>;
  deliver(input: { budgetMs: number }): Promise<DeliveryRun>;
  sweep(): Promise<PendingWork>;
  purge(): Promise<PurgeRun>;
  notifyHealthChanges(changes: readonly HealthChange[]): Promise<void>;
};

export type FunctionOptions = { budgetMs: number; nowMs: () => number };
