import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Claimed, ClaimOrder } from './claim';
import {
  holdsNothing,
  initialPumpState,
  mayClaimAtSide,
  mayClaimWithRecord,
  type PumpEvent,
  transition,
} from './pump-state';
import { LONGEST_TIMEOUT_SECONDS } from './time-left';

const ORDER: ClaimOrder = {
  capacity: { quick: 3, slow: 3, bytes: 1000, hooks: 10, quickFull: [], slowFull: [] },
  timeoutMax: LONGEST_TIMEOUT_SECONDS,
};
const deliveries = (count: number): Claimed[] =>
  Array.from({ length: count }, () => ({ isSlow: false, sizeBytes: 1 }) as Claimed);

/** Answers the requests of the pump in any order. */
class Driver {
  readonly state = initialPumpState();
  /** The answer of a claim was lost, and nothing has been given back since. */
  isLeaseUnknown = false;
  private step: 'prepare' | 'claim' | 'give-back' | null = null;

  feed(event: PumpEvent): void {
    for (const action of transition(this.state, event)) {
      if (action.type === 'prepare' || action.type === 'claim' || action.type === 'give-back') {
        expect(this.step, 'one step of one loop at a time').toBeNull();
        if (action.type === 'claim') expect(this.isLeaseUnknown).toBe(false);
        if (action.type === 'give-back') expect(this.state.sideClaims).toBe(0);
        this.step = action.type;
      }
      if (action.type === 'settle') {
        expect(holdsNothing(this.state)).toBe(true);
        expect(this.step).toBeNull();
      }
    }
    const { claim, isWoken, runs, taken, held, sideClaims } = this.state;
    if (isWoken) expect(claim, 'a wake-up is heard').not.toBe('none');
    expect(Math.min(runs, taken, sideClaims, held - taken)).toBeGreaterThanOrEqual(0);
  }

  /** Ends the current step. */
  answer(isFailed: boolean, count: number): void {
    const { step } = this;
    this.step = null;
    if (step === null) return;
    if (isFailed) {
      this.isLeaseUnknown = true;
      this.feed({ type: 'claim-failed', error: new Error('gone') });
    } else if (step === 'prepare') this.feed({ type: 'prepared' });
    else if (step === 'give-back') {
      this.isLeaseUnknown = false;
      this.feed({ type: 'gave-back' });
    } else
      this.feed({
        type: 'claim-answered',
        claimed: deliveries(count),
        hasMore: false,
        order: ORDER,
      });
  }

  endSideClaim(isLost: boolean, count: number): void {
    if (this.state.sideClaims === 0) return;
    if (isLost) this.isLeaseUnknown = true;
    this.feed({ type: 'side-claim-ended', claimed: isLost ? [] : deliveries(count), isLost });
  }

  beginSideClaim(): void {
    if (mayClaimAtSide(this.state)) this.feed({ type: 'side-claim-began' });
  }

  record(isQuick: boolean): void {
    const count = this.state.taken;
    if (isQuick) this.feed({ type: 'slots-left', count });
    if (isQuick && mayClaimWithRecord(this.state)) {
      this.feed({ type: 'claim-sent-with-record' });
      this.step = 'claim';
    }
    this.feed({ type: 'recorded', count, freed: isQuick ? 0 : count });
  }

  endRun(): void {
    if (this.state.runs > 0) this.feed({ type: 'run-ended' });
  }
}

it('sends one claim at a time, none after a lost answer, and stops when nothing is left', () => {
  const count = fc.integer({ min: 0, max: 4 });
  const kinds = [
    'answer',
    'endSideClaim',
    'run',
    'all',
    'endRun',
    'wake',
    'sideClaim',
    'quick',
    'slow',
  ];
  const step = fc.record({
    // A closed pump requests nothing more, so only a few walks close it.
    kind: fc.oneof({ weight: 50, arbitrary: fc.constantFrom(...kinds) }, fc.constant('close')),
    isBad: fc.boolean(),
    count,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const driver = new Driver();
      for (const one of steps) {
        if (one.kind === 'answer') driver.answer(one.isBad, one.count);
        else if (one.kind === 'endSideClaim') driver.endSideClaim(one.isBad, one.count);
        else if (one.kind === 'run') driver.feed({ type: 'run-began', isAll: false });
        else if (one.kind === 'all') driver.feed({ type: 'run-began', isAll: true });
        else if (one.kind === 'endRun') driver.endRun();
        else if (one.kind === 'wake') driver.feed({ type: 'woken' });
        else if (one.kind === 'sideClaim') driver.beginSideClaim();
        else if (one.kind === 'close') driver.feed({ type: 'closing' });
        else driver.record(one.kind === 'quick');
      }
      // When nothing more is due, everything that has begun ends.
      while (driver.state.sideClaims > 0) driver.endSideClaim(false, 0);
      while (driver.state.runs > 0) driver.endRun();
      for (let round = 0; round < 10; round += 1) {
        driver.answer(false, 0);
        driver.record(false);
      }
      expect(driver.state).toMatchObject({ claim: 'none', taken: 0, held: 0, isWoken: false });
    }),
    { numRuns: 2000 },
  );
});
