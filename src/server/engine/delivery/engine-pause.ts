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
  /** The number of requests that are in flight or wait to be recorded. */
  taken: () => number;
  /** The limit of open files, if the system reports it. */
  fileLimit: () => number | null;
  /** The number of concurrent requests that this worker is made for. */
  slotsMax: number;
};

const STEPS_MS = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1000);
const PROBES = 4;
/**
 * Files and memory count as short for this long after the last failure, because they may run short again within
 * seconds.
 */
const SHORT_MS = 30_000;
/** After this many answers, one more request may be in flight. */
const ANSWERS_FOR_ONE = 32;
/** A delivery that fails alone waits longer each time, up to an hour. */
const OWN_PAUSE_MS_MAX = HOUR_MS;
const TRIED_MAX = 10_000;

/**
 * Reacts to our own failures. If other deliveries would fail in the same way, nothing more is claimed for 1, 2, 4 ...
 * 60 s. Then a few deliveries go out as probes, and the first answer of any receiver ends the pause. If files or memory
 * ran out, fewer requests than before may be in flight, plus one more for every few answers. A failure that concerns
 * one delivery alone delays only that delivery, and longer each time.
 */
export class EnginePause {
  private step = 0;
  private untilMs = 0;
  private probes: Set<Claimed> | null = null;
  private cause: TroubleCode | null = null;
  private failedMs = 0;
  private cap = Number.POSITIVE_INFINITY;
  private answers = 0;
  /** The number of failures of single deliveries, by delivery id. */
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

  /** The request was made, with any result. */
  answered(claimed: Claimed): void {
    this.tried.delete(claimed.deliveryId);
    this.answers += 1;
    if (this.answers % ANSWERS_FOR_ONE === 0) this.cap += 1;
    if (!this.probes?.has(claimed)) return;
    this.probes = null;
    this.step = 0;
    this.endIfOver(performance.now());
  }

  /** @returns the time until the delivery is due again, in milliseconds */
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
    this.options.log.info({ cause: this.cause }, 'Sending continues');
    this.cause = null;
  }

  private failedAlone(claimed: Claimed, { cause, reason }: OwnFailure): number {
    const { deliveryId } = claimed;
    // This failure says nothing about the others. The next claim brings another probe.
    this.probes?.delete(claimed);
    const times = this.tried.get(deliveryId) ?? 0;
    if (this.tried.size >= TRIED_MAX) this.tried.clear();
    this.tried.set(deliveryId, times + 1);
    this.options.troubles.note('internal', {});
    this.options.log.error(
      { cause, reason, delivery: deliveryId },
      'This machine could not send a delivery',
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
