import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import type { Database, EngineSql } from '@/server/db/client';
import type { Clock } from '@/server/gateways/clock';
import type { SecretBox } from '@/server/gateways/secret-box';
import type { Sender } from '@/server/gateways/sender/sender';
import type { Log } from '../context';
import { type Claimed, claim } from './claim';
import { Collector } from './collector';
import { Destinations } from './destinations';
import type { HealthChange, Result } from './judge';
import { type Lane, Places, type Room } from './places';
import { Recorder } from './recorder';
import { sendClaimed } from './send-claimed';

export type PumpOptions = {
  db: Database;
  sender: Sender;
  secretBox: SecretBox;
  clock: Clock;
  log: Log;
  retentionDays: number;
  /** Stays the same when this process is restarted: what it held before is then taken back at once. */
  workerName: string;
  onHealthChange: (change: HealthChange) => void;
};

/** `isDrained`: nothing more was due; otherwise the time ran out, or the run handed over. */
export type PumpRun = { attempted: number; isDrained: boolean };

type ActiveRun = {
  attemptedBefore: number;
  timer: NodeJS.Timeout;
  settle: (isDrained: boolean) => void;
  fail: (error: unknown) => void;
};

const RECORD_MAX = 500;
/** Of slow hooks, while quick ones are under way. */
const RECORD_MAX_BESIDE = 50;
const BEAT_MS = 2000;
/** Connecting has 5 s of its own beside a hook's timeout, and recording needs a moment. */
const BESIDE_TIMEOUT_SECONDS = 7;
const DAY_MS = 24 * 3600 * 1000;
/** The sweep forgets a worker that has been silent for an hour: long before that it says who it is again. */
const REGISTER_AGAIN_MS = 600_000;

/**
 * Sends what is due: claims across hooks, keeps requests in flight, hands results to the collector, and
 * claims again as soon as slots are free. One per process; any number of runs may hold it open, and it
 * goes on until the last of them has ended or nothing is left.
 */
export class Pump {
  private readonly destinations: Destinations;
  private readonly collectors: Record<Lane, Collector>;
  private readonly places: Places;
  private readonly recorder: Recorder;
  private readonly runs = new Set<ActiveRun>();
  private worker: Promise<number> | null = null;
  private claimUntilMs = 0;
  private claimedAtMs = 0;
  private attempted = 0;
  private claiming: Promise<void> | null = null;
  private isWoken = false;
  /** The next claim follows a record that has just been sent. */
  private isBehindRecord = false;
  /** Of those who wait for a look that begins after they have asked. */
  private waiting: (() => void)[] = [];
  private isClosed = false;
  private beat: NodeJS.Timeout | null = null;

  constructor(private readonly options: PumpOptions) {
    this.destinations = new Destinations(options.db, options.secretBox, options.log);
    this.places = new Places(() => this.claimMore());
    this.recorder = new Recorder(options.db);
    this.collectors = { quick: this.newCollector('quick'), slow: this.newCollector('slow') };
  }

  /** One for each lane: what quick hooks answered is recorded without the burst of those that time out together. */
  private newCollector(lane: Lane): Collector {
    const collector: Collector = new Collector({
      batchMax: () =>
        lane === 'slow' && this.places.takenOf('quick') > 0 ? RECORD_MAX_BESIDE : RECORD_MAX,
      isOthersUnderWay: () => this.places.takenOf(lane) > collector.size,
      write: (results) => this.write(results, lane),
      onSent: (results) => this.afterSent(results, lane),
      onWritten: (results) => this.afterWritten(results, lane),
      log: this.options.log,
    });
    return collector;
  }

  get isHeld(): boolean {
    return this.runs.size > 0;
  }

  /**
   * There may be something to claim. Needed only while the pump is held; a new run looks by itself.
   * Resolves when what could be claimed of quick hooks now is on its way: for the others nobody waits.
   */
  wake(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.claimMore();
    });
  }

  /**
   * Works until nothing is due, `deadlineMs` or the hand-over is reached. Nothing is claimed that
   * could not be answered and recorded before the deadline.
   */
  run(input: { deadlineMs: number; handOver?: Promise<unknown> }): Promise<PumpRun> {
    const nowMs = this.options.clock.nowMs();
    this.claimUntilMs = Math.max(this.claimUntilMs, input.deadlineMs);
    return new Promise<PumpRun>((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(active.timer);
        if (this.runs.delete(active)) finish();
      };
      const active: ActiveRun = {
        attemptedBefore: this.attempted,
        timer: setTimeout(() => active.settle(false), input.deadlineMs - nowMs),
        settle: (isDrained) =>
          end(() => resolve({ attempted: this.attempted - active.attemptedBefore, isDrained })),
        fail: (error) => end(() => reject(error)),
      };
      this.runs.add(active);
      void input.handOver?.then(() => active.settle(false));
      this.claimMore();
    });
  }

  /** Claims nothing more, and returns when everything under way is recorded. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (!this.isIdle) {
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
    }
    if (this.beat) clearInterval(this.beat);
  }
  private onIdle: (() => void) | null = null;

  private get isIdle(): boolean {
    const { quick, slow } = this.collectors;
    return this.places.taken + quick.size + slow.size === 0 && this.claiming === null;
  }

  private get minId(): number {
    const { clock, retentionDays } = this.options;
    return firstIdOfDay(dayOfDate(clock.nowMs() - retentionDays * DAY_MS));
  }

  private register(): Promise<number> {
    const { db, workerName } = this.options;
    this.worker ??= db.engine<{ id: number }[]>`
      SELECT gancho.register_worker(${workerName}::text, ${this.minId}::bigint) AS id`
      .then(([row]) => row?.id ?? 0)
      .catch((error: unknown) => {
        this.worker = null;
        throw error;
      });
    return this.worker;
  }

  private claimMore(): void {
    this.isWoken = true;
    this.claiming ??= this.claimLoop();
  }

  private async claimLoop(): Promise<void> {
    let isDrained = false;
    let waiting: (() => void)[] = [];
    const release = () => {
      for (const resolve of waiting) resolve();
      waiting = [];
    };
    try {
      const nowMs = this.options.clock.nowMs();
      if (this.isIdle && nowMs - this.claimedAtMs > REGISTER_AGAIN_MS) this.worker = null;
      this.claimedAtMs = nowMs;
      const worker = await this.register();
      while (this.isWoken) {
        this.isWoken = false;
        waiting.push(...this.waiting.splice(0));
        const { room } = this.places;
        const timeoutMax = this.timeoutMaxSeconds();
        if (this.isClosed || room === null || timeoutMax < 1) break;
        const claimed = await claim(this.nextWay(), worker, room, timeoutMax);
        if (claimed.length > 0) await this.start(claimed);
        if (mayBeMore(claimed, room)) this.isWoken = true;
        else isDrained = timeoutMax >= LONGEST_TIMEOUT_SECONDS;
        if (quickOf(claimed) < room.quick) release();
      }
    } catch (error) {
      this.isWoken = false;
      for (const run of [...this.runs]) run.fail(error);
    } finally {
      waiting.push(...this.waiting.splice(0));
      release();
      this.claiming = null;
      this.settle(isDrained);
    }
  }

  private timeoutMaxSeconds(): number {
    const leftSeconds = (this.claimUntilMs - this.options.clock.nowMs()) / 1000;
    return Math.min(Math.floor(leftSeconds) - BESIDE_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS);
  }

  private async start(claimed: Claimed[]): Promise<void> {
    this.places.take(claimed);
    this.attempted += claimed.length;
    this.beat ??= setInterval(() => void this.keepAlive(), BEAT_MS).unref();
    try {
      await this.destinations.ensure(claimed);
    } catch (error) {
      this.options.log.warn(
        { err: error },
        'Destinations could not be loaded; these attempts count as failed',
      );
    }
    for (const one of claimed) {
      if (one.delayMs >= 1) setTimeout(() => void this.send(one), one.delayMs);
      else void this.send(one);
    }
  }

  private async send(claimed: Claimed): Promise<void> {
    const destination = this.destinations.get(claimed.hookId);
    const sent = await sendClaimed(this.options.sender, this.options.clock, claimed, destination);
    this.collectors[this.places.answer(claimed)].add({ claimed, record: sent });
  }

  private async write(results: Result[], lane: Lane): Promise<void> {
    const { db, onHealthChange } = this.options;
    const target = { worker: await this.register(), minId: this.minId };
    const way = lane === 'quick' ? db.pipe : db.engine;
    for (const change of await this.recorder.record(target, results, way)) onHealthChange(change);
  }

  /**
   * The slots that are free when the record is written are claimed right behind it. Slow hooks' records
   * go another way, so that no claim waits for them.
   */
  private afterSent(results: readonly Result[], lane: Lane): void {
    if (lane === 'slow') return;
    for (const { claimed } of results) this.places.leave(claimed, lane);
    this.isBehindRecord = true;
    if (this.isHeld || this.places.taken > 0) this.claimMore();
  }

  private afterWritten(results: readonly Result[], lane: Lane): void {
    if (lane === 'slow') for (const { claimed } of results) this.places.leave(claimed, lane);
    if (!this.isHeld && this.places.taken === 0) this.settle(false);
    else if (lane === 'slow' || this.claiming === null) this.claimMore();
  }

  private nextWay(): EngineSql {
    const { pipe, engine } = this.options.db;
    const way = this.isBehindRecord ? pipe : engine;
    this.isBehindRecord = false;
    return way;
  }

  private settle(isDrained: boolean): void {
    if (!this.isIdle || this.isWoken) return;
    if (this.beat) clearInterval(this.beat);
    this.beat = null;
    for (const run of [...this.runs]) run.settle(isDrained);
    this.onIdle?.();
  }

  private async keepAlive(): Promise<void> {
    try {
      await this.options.db.engine`SELECT gancho.beat_worker(${await this.register()}::integer)`;
    } catch (error) {
      this.options.log.warn(
        { err: error },
        'The database does not answer; results are kept until it does',
      );
    }
  }
}

const LONGEST_TIMEOUT_SECONDS = 30;

const quickOf = (claimed: readonly Claimed[]) => claimed.filter((one) => !one.isSlow).length;

/** Whether a claim has left something because of its limits; all else that is due comes with it. */
function mayBeMore(claimed: readonly Claimed[], room: Room): boolean {
  const quick = quickOf(claimed);
  const bytes = claimed.reduce((sum, one) => sum + one.sizeBytes, 0);
  // Slow hooks share their places evenly, so some of these can be left over.
  return quick >= room.quick || claimed.length > quick || bytes >= room.bytes;
}
