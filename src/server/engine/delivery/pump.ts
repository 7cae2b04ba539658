import type { DatabaseClock } from '@/server/gateways/clock';
import { Brake } from './brake';
import type { Claimed } from './claim';
import { type Claim, type ClaimOrder, claim, giveBackUnheld, type HealthChange } from './claim';
import { Collector } from './collector';
import type { Result } from './decide-batch';
import { type DepartureOptions, Departures, type Sent } from './departures';
import { createReturns } from './give-back';
import {
  holdsNothing,
  initialPumpState,
  mayClaimAtSide,
  mayClaimWithRecord,
  type PumpAction,
  type PumpEvent,
  transition,
} from './pump-state';
import { enoughToRecord, isBehind, recordMax } from './record-pace';
import { record, recordAndClaim } from './recorder';
import { Registration } from './registration';
import { type PumpRun, type PumpRunInput, Runs } from './runs';
import { type ClaimingCall, sideCapacity, type WithClaimed } from './side-claims';
import { Slots, type Tier } from './slots';
import { timeoutMaxUntil } from './time-left';

export type PumpOptions = DepartureOptions & {
  clock: DatabaseClock;
  /** Stays the same when this process restarts, so that the deliveries it held before are taken back at once. */
  workerName: string;
  onHealthChange: (change: HealthChange) => void;
};

/**
 * Sends the due deliveries: claims across hooks, keeps requests in flight, hands results to the collector, and claims
 * again as soon as slots are free. There is one pump per process. Any number of runs may hold it open, and it continues
 * until the last run has ended or nothing is left. `pump-state.ts` decides. This class carries out the decisions and
 * reports the results back.
 */
export class Pump {
  private readonly state = initialPumpState();
  private readonly departures: Departures;
  private readonly collectors: Record<Tier, Collector<Result>>;
  private readonly returns: ReturnType<typeof createReturns>;
  private readonly brake: Brake;
  private readonly slots: Slots;
  private readonly registration: Registration;
  private readonly runs = new Runs(() => this.feed({ type: 'run-ended' }));
  private claimUntilMs = 0;
  private onIdle: (() => void) | null = null;

  constructor(private readonly options: PumpOptions) {
    this.departures = new Departures(options, (claimed, sent) => this.sent(claimed, sent));
    this.slots = new Slots(() => this.feed({ type: 'slots-freed' }));
    this.registration = new Registration(options);
    this.brake = new Brake({ ...options, taken: () => this.state.taken });
    this.collectors = { quick: this.newCollector('quick'), slow: this.newCollector('slow') };
    this.returns = createReturns({
      ...options,
      worker: () => this.registration.id(),
      onWritten: (returned) => {
        for (const { claimed, tier } of returned) this.slots.leave(claimed, tier);
        this.recorded(returned, returned.length);
      },
    });
  }

  /**
   * There is one collector per tier, so that results of quick hooks do not wait for a burst of slow ones that time out
   * together.
   */
  private newCollector(tier: Tier): Collector<Result> {
    return new Collector({
      batchMax: () => recordMax(this.slots, tier),
      enough: () => enoughToRecord(this.slots, tier),
      write: (results) => this.write(results, tier),
      onTaken: (results) => this.beforeWriting(results, tier),
      onWritten: (results) => this.afterWritten(results, tier),
      log: this.options.log,
    });
  }

  /** For a long-lived process: checks the clocks and sends heartbeats even when there is nothing to do. */
  watch(): void {
    this.registration.watch();
    this.brake.watch();
  }

  get isHeld(): boolean {
    return this.state.runs > 0;
  }

  /** There may be something to claim. Only needed while the pump is held, because a new run claims by itself. */
  wake(): void {
    this.feed({ type: 'woken' });
  }

  /**
   * Works until nothing is due, or until `deadlineMs` or the hand-over. It claims only deliveries that can be answered
   * and recorded before the deadline, a value of `performance.now()`.
   *
   * @param input.begun the deliveries that `claimWith` has claimed for this run
   */
  run({ deadlineMs, handOver, begun }: PumpRunInput): Promise<PumpRun> {
    this.claimUntilMs = Math.max(this.claimUntilMs, deadlineMs);
    const run = this.runs.begin({
      withinMs: deadlineMs - performance.now(),
      before: this.state.attempted - (begun?.claimed ?? 0),
      attempted: () => this.state.attempted,
      ...(handOver ? { handOver } : {}),
    });
    this.feed({ type: 'run-began', isAll: begun?.isAll ?? false });
    return run;
  }

  /** Runs a call that makes deliveries due and claims some of them. The claim loop continues at the same time. */
  async claimWith<T extends WithClaimed>(deadlineMs: number, call: ClaimingCall<T>): Promise<T> {
    this.claimUntilMs = Math.max(this.claimUntilMs, deadlineMs);
    const worker = await this.claimant();
    const order = mayClaimAtSide(this.state) ? this.order() : null;
    if (order === null) return call(null);
    this.feed({ type: 'side-claim-began' });
    let answer: T | null = null;
    try {
      answer = await call({ worker, order: { ...order, capacity: sideCapacity(order.capacity) } });
      return answer;
    } finally {
      const claimed = answer?.claimed ?? [];
      this.feed({ type: 'side-claim-ended', claimed, isLost: answer === null });
    }
  }

  /** Claims nothing more, and returns when everything in flight is recorded. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
      this.feed({ type: 'closing' });
    });
    this.registration.close();
    await this.brake.close();
  }

  private feed(event: PumpEvent): void {
    for (const action of transition(this.state, event)) this.carryOut(action);
  }

  private carryOut(action: PumpAction): void {
    if (action.type === 'prepare') this.prepare();
    else if (action.type === 'give-back') this.giveBackUnheld();
    else if (action.type === 'claim') this.claim();
    else if (action.type === 'send') this.send(action.claimed);
    else if (action.type === 'fail-runs') this.runs.fail(action.error);
    else this.settle(action.isDrained);
  }

  private settle(isDrained: boolean): void {
    this.registration.stopBeating();
    this.runs.settle(isDrained);
    this.onIdle?.();
  }

  private prepare(): void {
    this.attempt(async () => {
      await this.claimant();
      this.feed({ type: 'prepared' });
    });
  }

  private giveBackUnheld(): void {
    this.attempt(async () => {
      const worker = await this.registration.id();
      await giveBackUnheld(this.options.db.pipe, worker, this.slots.held);
      this.feed({ type: 'gave-back' });
    });
  }

  /** Runs one step of the claim loop. */
  private attempt(step: () => Promise<void>): void {
    step().catch((error: unknown) => this.feed({ type: 'claim-failed', error }));
  }

  /** The id of this worker. It checks the clock first, because nothing may be claimed while the clock is wrong. */
  private async claimant(): Promise<number> {
    this.registration.refresh(holdsNothing(this.state), await this.options.clock.now());
    return this.registration.id();
  }

  /** How much may be claimed now. Null if nothing may be claimed. */
  private order(): ClaimOrder | null {
    const timeoutMax = timeoutMaxUntil(this.claimUntilMs);
    if (timeoutMax < 1) return null;
    const capacity = this.brake.limit(this.slots.capacity);
    return capacity && { capacity, timeoutMax };
  }

  private orderUnlessBehind(): ClaimOrder | null {
    return isBehind(this.slots, this.collectors.quick.size) ? null : this.order();
  }

  private claim(): void {
    const order = this.orderUnlessBehind();
    if (order === null) {
      this.feed({ type: 'claim-impossible' });
      return;
    }
    this.attempt(async () => {
      const worker = await this.registration.id();
      const found = await claim(this.options.db.pipe, worker, order);
      this.feed({ type: 'claim-answered', ...found, order });
    });
  }

  private send(claimed: readonly Claimed[]): void {
    this.brake.claimed(claimed);
    this.slots.take(claimed);
    this.registration.startBeating();
    this.departures.add(claimed);
  }

  private sent(claimed: Claimed, sent: Sent): void {
    const tier = this.slots.answer(claimed);
    if (sent.outcome === 'ours') {
      const pauseMs = this.brake.failed(claimed, sent);
      this.returns.add({ claimed, failure: sent, tier, pauseMs });
    } else {
      this.brake.answered(claimed);
      this.collectors[tier].add({ claimed, record: sent });
    }
  }

  private async write(results: Result[], tier: Tier): Promise<void> {
    const worker = await this.registration.id();
    const changes =
      tier === 'slow'
        ? await record(this.options.db.engine, worker, results)
        : await this.recordQuick(worker, results);
    for (const change of changes) this.options.onHealthChange(change);
  }

  /** Records the results. If no claim is in flight, it also claims into the freed slots in the same call. */
  private async recordQuick(worker: number, results: Result[]): Promise<HealthChange[]> {
    const { pipe } = this.options.db;
    const order = mayClaimWithRecord(this.state) ? this.orderUnlessBehind() : null;
    if (order === null) {
      const changes = await record(pipe, worker, results);
      this.feed({ type: 'slots-freed' });
      return changes;
    }
    const both = recordAndClaim(pipe, worker, results, order);
    this.feed({ type: 'claim-sent-with-record' });
    this.takeAnswer(both, order);
    return (await both).changes;
  }

  private takeAnswer(both: Promise<Claim>, order: ClaimOrder): void {
    const answer = both.catch(() => null);
    this.attempt(async () => {
      await this.claimant();
      const found = await answer;
      if (found === null) this.feed({ type: 'answer-lost' });
      else this.feed({ type: 'claim-answered', ...found, order });
    });
  }

  /** Slots of slow hooks become free only when the results are recorded, because no claim waits for that. */
  private beforeWriting(results: readonly Result[], tier: Tier): void {
    if (tier === 'slow') return;
    for (const { claimed } of results) this.slots.leave(claimed, tier);
    this.feed({ type: 'slots-left', count: results.length });
  }

  private afterWritten(results: readonly Result[], tier: Tier): void {
    if (tier === 'slow') for (const { claimed } of results) this.slots.leave(claimed, tier);
    this.recorded(results, tier === 'slow' ? results.length : 0);
  }

  private recorded(results: readonly { claimed: Claimed }[], freed: number): void {
    this.slots.recorded(results);
    this.feed({ type: 'recorded', count: results.length, freed });
  }
}
