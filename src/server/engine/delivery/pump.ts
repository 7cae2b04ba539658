import type { DatabaseClock } from '@/server/gateways/clock';
import { Asides, type ClaimingCall, roomAside, type WithClaimed } from './asides';
import { Brake } from './brake';
import {
  type Claim,
  type Claimed,
  type ClaimOrder,
  claim,
  giveBackUnheld,
  type HealthChange,
} from './claim';
import { Collector } from './collector';
import { type DepartureOptions, Departures, type Sent } from './departures';
import { createReturns } from './give-back';
import type { Result } from './judge';
import { hasFilled, type Lane, Places } from './places';
import { enoughToRecord, isBehind, recordMax } from './record-pace';
import { record, recordAndClaim } from './recorder';
import { Registration } from './registration';
import type { Room } from './room';
import { type PumpRun, type PumpRunInput, Runs } from './runs';
import { LONGEST_TIMEOUT_SECONDS, timeoutMaxUntil } from './time-left';

export type PumpOptions = DepartureOptions & {
  clock: DatabaseClock;
  /** Stays the same when this process is restarted: what it held before is then taken back at once. */
  workerName: string;
  onHealthChange: (change: HealthChange) => void;
};

/** A claim that is on its way. */
type Look = {
  claim: Promise<Pick<Claim, 'claimed' | 'hasMore'>>;
  room: Room;
  /** Also of hooks with the longest timeout. */
  isForAll: boolean;
};

/**
 * Sends what is due: claims across hooks, keeps requests in flight, hands results to the collector, and
 * claims again as soon as slots are free. One per process; any number of runs may hold it open, and it
 * goes on until the last of them has ended or nothing is left.
 */
export class Pump {
  private readonly departures: Departures;
  private readonly collectors: Record<Lane, Collector<Result>>;
  private readonly returns: ReturnType<typeof createReturns>;
  private readonly brake: Brake;
  private readonly places: Places;
  private readonly registration: Registration;
  private readonly runs = new Runs();
  private readonly asides = new Asides();
  private claimUntilMs = 0;
  private attempted = 0;
  private claiming: Promise<void> | null = null;
  private isWoken = false;
  /** The last look has left nothing that was due. */
  private isDrained = false;
  /** A claim failed: what it leased, if it was committed, is unknown here. */
  private isUnsure = false;
  private isClosed = false;
  private onIdle: (() => void) | null = null;
  constructor(private readonly options: PumpOptions) {
    this.departures = new Departures(options, (claimed, sent) => this.sent(claimed, sent));
    this.places = new Places(() => this.claimIfActive());
    this.registration = new Registration(options);
    this.brake = new Brake({ ...options, taken: () => this.places.taken });
    this.collectors = { quick: this.newCollector('quick'), slow: this.newCollector('slow') };
    this.returns = createReturns({
      ...options,
      worker: () => this.registration.id(),
      onWritten: (returned) => {
        for (const { claimed, lane } of returned) this.places.leave(claimed, lane);
        this.places.recorded(returned);
        this.claimIfActive();
        this.settle();
      },
    });
  }

  /** One for each lane: what quick hooks answered is recorded without the burst of those that time out together. */
  private newCollector(lane: Lane): Collector<Result> {
    return new Collector({
      batchMax: () => recordMax(this.places, lane),
      enough: () => enoughToRecord(this.places, lane),
      write: (results) => this.write(results, lane),
      onTaken: (results) => this.beforeWriting(results, lane),
      onWritten: (results) => this.afterWritten(results, lane),
      log: this.options.log,
    });
  }

  /** Looks at the clocks and beats also while there is nothing to do: for a process that stays. */
  watch(): void {
    this.registration.watch();
    this.brake.watch();
  }

  get isHeld(): boolean {
    return this.runs.isAny;
  }

  /** There may be something to claim. Needed only while the pump is held; a new run looks by itself. */
  wake(): void {
    this.claimMore();
  }

  /**
   * Works until nothing is due, `deadlineMs` or the hand-over is reached. Nothing is claimed that
   * could not be answered and recorded before the deadline, which is one of `performance.now()`.
   *
   * @param input.begun what the call of `claimWith` has claimed for which the run begins
   */
  run({ deadlineMs, handOver, begun }: PumpRunInput): Promise<PumpRun> {
    this.claimUntilMs = Math.max(this.claimUntilMs, deadlineMs);
    const run = this.runs.begin({
      withinMs: deadlineMs - performance.now(),
      before: this.attempted - (begun?.claimed ?? 0),
      attempted: () => this.attempted,
      ...(handOver ? { handOver } : {}),
    });
    if (begun?.isAll !== true) this.claimMore();
    return run;
  }

  /** Claims nothing more, and returns when everything under way is recorded. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (!this.isIdle) {
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
    }
    this.registration.close();
    await this.brake.close();
  }

  private get isIdle(): boolean {
    const { quick, slow } = this.collectors;
    const written = quick.size + slow.size + this.returns.size === 0;
    return written && this.places.taken === 0 && this.claiming === null && !this.asides.isAny;
  }

  private claimMore(): void {
    this.isWoken = true;
    this.claiming ??= this.claimLoop(null);
  }

  /** What may be claimed now, if anything. */
  private order(): ClaimOrder | null {
    const timeoutMax = timeoutMaxUntil(this.claimUntilMs);
    if (this.isClosed || timeoutMax < 1) return null;
    const room = this.brake.limit(this.places.room);
    return room && { room, timeoutMax };
  }

  /** Begins a look, if there is room for what it might find. */
  private look(ask: (order: ClaimOrder) => Look['claim']): Look | null {
    this.isWoken = false;
    const order = isBehind(this.places, this.collectors.quick.size) ? null : this.order();
    if (order === null) return null;
    const isForAll = order.timeoutMax >= LONGEST_TIMEOUT_SECONDS;
    return { claim: ask(order), room: order.room, isForAll };
  }

  /** Who claims. Reads the clock as well: if it is wrong, nothing may be claimed. */
  private async claimant(): Promise<number> {
    this.registration.refresh(this.isIdle, await this.options.clock.now());
    return this.registration.id();
  }

  /** @param begun a look that goes along with a record */
  private async claimLoop(begun: Look | null): Promise<void> {
    try {
      const worker = await this.claimant();
      const next = async () => {
        if (this.isUnsure) await this.giveBackUnheld(worker);
        return this.look((order) => claim(this.options.db.pipe, worker, order));
      };
      this.isDrained = false;
      for (let look = begun ?? (await next()); look; look = this.isWoken ? await next() : null) {
        const { claimed, hasMore } = await look.claim;
        this.start(claimed);
        const isFilled = claimed.length > 0 && (hasMore || hasFilled(claimed, look.room));
        if (isFilled) this.isWoken = true;
        this.isDrained = !isFilled && look.isForAll;
      }
    } catch (error) {
      this.isUnsure = true;
      this.isWoken = false;
      this.runs.fail(error);
    } finally {
      this.claiming = null;
      this.settle();
    }
  }

  /** Nothing is leased that is not sent: a claim whose answer was lost may have been committed. */
  private async giveBackUnheld(worker: number): Promise<void> {
    await this.asides.ended();
    await giveBackUnheld(this.options.db.pipe, worker, this.places.held);
    this.isUnsure = false;
  }

  /** Runs a call that makes deliveries due and claims some of them. The claim loop goes on at the same time. */
  async claimWith<T extends WithClaimed>(deadlineMs: number, call: ClaimingCall<T>): Promise<T> {
    this.claimUntilMs = Math.max(this.claimUntilMs, deadlineMs);
    const worker = await this.claimant();
    const order = this.isUnsure ? null : this.order();
    if (order === null) return call(null);
    const claiming = async () => {
      const answer = await call({ worker, order: { ...order, room: roomAside(order.room) } });
      this.start(answer.claimed);
      return answer;
    };
    const onFailure = () => {
      this.isUnsure = true;
    };
    return this.asides.during(claiming, onFailure).finally(() => this.settle());
  }

  private start(claimed: Claimed[]): void {
    this.brake.claimed(claimed);
    if (claimed.length === 0) return;
    this.isDrained = false;
    this.places.take(claimed);
    this.attempted += claimed.length;
    this.registration.startBeating();
    this.departures.add(claimed);
  }

  private sent(claimed: Claimed, sent: Sent): void {
    const lane = this.places.answer(claimed);
    if (sent.outcome === 'ours') {
      const pauseMs = this.brake.failed(claimed, sent);
      this.returns.add({ claimed, failure: sent, lane, pauseMs });
    } else {
      this.brake.answered(claimed);
      this.collectors[lane].add({ claimed, record: sent });
    }
  }

  private async write(results: Result[], lane: Lane): Promise<void> {
    const worker = await this.registration.id();
    const changes =
      lane === 'slow'
        ? await record(this.options.db.engine, worker, results)
        : await this.recordQuick(worker, results);
    for (const change of changes) this.options.onHealthChange(change);
  }

  /** The places that quick hooks' results leave free are claimed in the same call, unless a claim is under way. */
  private async recordQuick(worker: number, results: Result[]): Promise<HealthChange[]> {
    const { pipe } = this.options.db;
    let both: Promise<Claim> | null = null;
    const mayClaim =
      this.claiming === null && !this.isUnsure && (this.isHeld || this.places.taken > 0);
    const look = mayClaim
      ? this.look((order) => {
          both = recordAndClaim(pipe, worker, results, order);
          return both.catch(() => {
            this.isUnsure = true;
            return { claimed: [], hasMore: false };
          });
        })
      : null;
    if (look === null || both === null) {
      const changes = await record(pipe, worker, results);
      this.claimIfActive();
      return changes;
    }
    this.claiming = this.claimLoop(look);
    return (await (both as Promise<Claim>)).changes;
  }

  private claimIfActive(): void {
    if (this.isHeld || this.places.taken > 0) this.claimMore();
  }

  /** Slow hooks' places become free when they are recorded, which goes another way: no claim waits for that. */
  private beforeWriting(results: readonly Result[], lane: Lane): void {
    if (lane === 'quick') for (const { claimed } of results) this.places.leave(claimed, lane);
  }

  private afterWritten(results: readonly Result[], lane: Lane): void {
    if (lane === 'slow') {
      for (const { claimed } of results) this.places.leave(claimed, lane);
      this.claimIfActive();
    }
    this.places.recorded(results);
    this.settle();
  }

  private settle(): void {
    if (!this.isIdle || this.isWoken) return;
    this.registration.stopBeating();
    this.runs.settle(this.isDrained);
    this.onIdle?.();
  }
}
