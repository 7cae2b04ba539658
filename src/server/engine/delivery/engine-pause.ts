import { HOUR_MS } from '@/domain/units';
import type { OwnFailure } from '@/server/gateways/sender/attempt-record';
import type { Log } from '@/server/services/context';
import type { Capacity } from './capacity';
import type { Claimed } from './claim';
import type { TroubleCode, TroubleParams } from './troubles';

type Options = {
  troubles: {
    note(code: TroubleCode, params: TroubleParams): void;
    clear(code: TroubleCode): void;
  };
  log: Log;
  /** Requests under way or waiting to be recorded. */
  taken: () => number;
  /** Of open files, where the system tells. */
  fileLimit: () => number | null;
  /** Requests at a time that this worker is made for. */
  slotsMax: number;
};

const STEPS_MS = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1000);
const PROBES = 4;
/** For so long after the last of them, files and memory count as short: until then it may be a matter of seconds. */
const SHORT_MS = 30_000;
/** So many answers let one more request be under way. */
const ANSWERS_FOR_ONE = 32;
/** Single deliveries wait longer each time, up to an hour. */
const OWN_PAUSE_MS_MAX = HOUR_MS;
const TRIED_MAX = 10_000;

/**
 * What to do about failures of our own. If others would fail in the same way, nothing more is claimed for 1, 2, 4 ...
 * 60 s; then a few deliveries go out as probes, and the first answer of any receiver ends it. Where files or memory ran
 * out, fewer requests than before are under way from then on, one more for every few answers. A failure of one delivery
 * alone is its own affair: it waits longer each time.
 */
export class EnginePause {
  private step = 0;
  private untilMs = 0;
  private probes: Set<Claimed> | null = null;
  private cause: TroubleCode | null = null;
  private failedMs = 0;
  private cap = Number.POSITIVE_INFINITY;
  private answers = 0;
  /** How often single deliveries have failed, by their ids. */
  private readonly tried = new Map<number, number>();

  constructor(private readonly options: Options) {}

  /** The part of the capacity that may be claimed. */
  limit(capacity: Capacity): Capacity | null {
    const nowMs = performance.now();
    if (nowMs < this.untilMs) return null;
    if (this.untilMs > 0) {
      this.untilMs = 0;
      this.probes = new Set();
    }
    if (this.probes !== null) {
      return this.probes.size > 0 ? null : atMost(capacity, PROBES);
    }
    this.endIfOver(nowMs);
    const left = this.cap - this.options.taken();
    return left >= 1 ? atMost(capacity, left) : null;
  }

  claimed(claimed: readonly Claimed[]): void {
    if (this.probes !== null) for (const one of claimed) this.probes.add(one);
  }

  /** The request was made, whatever came of it. */
  answered(claimed: Claimed): void {
    this.tried.delete(claimed.deliveryId);
    this.answers += 1;
    if (this.answers % ANSWERS_FOR_ONE === 0) this.cap += 1;
    if (!this.probes?.has(claimed)) return;
    this.probes = null;
    this.step = 0;
    this.endIfOver(performance.now());
  }

  /** @returns when the delivery shall be due again, in milliseconds */
  failed(claimed: Claimed, failure: OwnFailure): number {
    if (!failure.isForAll) return this.failedAlone(claimed, failure);
    const nowMs = performance.now();
    const isProbe = this.probes?.has(claimed) ?? false;
    if (nowMs >= this.untilMs && (this.probes === null || isProbe)) this.begin(failure, nowMs);
    return Math.max(this.untilMs - nowMs, STEPS_MS[0] ?? 0);
  }

  private begin({ cause, reason }: OwnFailure, nowMs: number): void {
    const { log, taken } = this.options;
    const code: TroubleCode = cause === 'address' ? 'no_route' : cause;
    const pauseMs = STEPS_MS[Math.min(this.step, STEPS_MS.length - 1)] ?? 0;
    this.untilMs = nowMs + pauseMs;
    this.probes = null;
    this.step += 1;
    this.failedMs = nowMs;
    if (isShortage(code)) this.cap = Math.max(PROBES, Math.floor(Math.min(taken(), this.cap) / 2));
    if (this.cause !== code) {
      if (this.cause !== null) this.options.troubles.clear(this.cause);
      log.error(
        { cause: code, reason, ...this.params(code) },
        isShortage(code)
          ? 'No more can be sent from here at a time: sending pauses and goes on with fewer'
          : 'Nothing can be sent from here: sending pauses',
      );
    }
    this.cause = code;
    this.options.troubles.note(code, this.params(code));
  }

  private endIfOver(nowMs: number): void {
    if (this.cause === null) return;
    if (isShortage(this.cause) && nowMs - this.failedMs < SHORT_MS) return;
    this.options.troubles.clear(this.cause);
    this.options.log.info({ cause: this.cause }, 'Sending goes on');
    this.cause = null;
  }

  private failedAlone(claimed: Claimed, { cause, reason }: OwnFailure): number {
    const { deliveryId } = claimed;
    // It says nothing about the others: the next claim brings another probe.
    this.probes?.delete(claimed);
    const times = this.tried.get(deliveryId) ?? 0;
    if (this.tried.size >= TRIED_MAX) this.tried.clear();
    this.tried.set(deliveryId, times + 1);
    this.options.troubles.note('internal', {});
    this.options.log.error(
      { cause, reason, delivery: deliveryId },
      'A delivery could not be sent from here',
    );
    return Math.min(1000 * 2 ** times, OWN_PAUSE_MS_MAX);
  }

  private params(code: TroubleCode): TroubleParams {
    if (code !== 'file_limit') return {};
    const limit = this.options.fileLimit();
    return { capacity: this.options.slotsMax, ...(limit === null ? {} : { limit }) };
  }
}

const isShortage = (code: TroubleCode) => code === 'file_limit' || code === 'memory';

function atMost(capacity: Capacity, count: number): Capacity {
  const quick = Math.min(capacity.quick, count);
  return {
    ...capacity,
    quick,
    slow: Math.min(capacity.slow, Math.max(count - quick, Math.ceil(count / 2))),
  };
}
