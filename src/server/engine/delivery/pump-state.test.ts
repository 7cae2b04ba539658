import { describe, expect, it } from 'vitest';
import type { Claimed, ClaimOrder } from './claim';
import {
  initialPumpState,
  mayClaimAtSide,
  mayClaimWithRecord,
  type PumpAction,
  type PumpEvent,
  type PumpState,
  transition,
} from './pump-state';
import { LONGEST_TIMEOUT_SECONDS } from './time-left';

const CAPACITY = { quick: 3, slow: 3, bytes: 1000, hooks: 10, quickFull: [], slowFull: [] };
/** For hooks with any timeout. */
const FOR_ALL: ClaimOrder = { capacity: CAPACITY, timeoutMax: LONGEST_TIMEOUT_SECONDS };
const FOR_SOME: ClaimOrder = { capacity: CAPACITY, timeoutMax: 3 };
const deliveries = (count: number, isSlow = false): Claimed[] =>
  Array.from({ length: count }, () => ({ isSlow, sizeBytes: 1 }) as Claimed);
const answered = (
  claimed: readonly Claimed[],
  { hasMore = false, order = FOR_ALL } = {},
): PumpEvent => ({ type: 'claim-answered', claimed, hasMore, order });
const settle = (isDrained = false): PumpAction => ({ type: 'settle', isDrained });
const send = (claimed: readonly Claimed[]): PumpAction => ({ type: 'send', claimed });

const TWO = deliveries(2);
const FULL = deliveries(3);
const SLOW = deliveries(1, true);
const holding = { attempted: 2, taken: 2, held: 2 };
const error = new Error('gone');

type Case = [
  name: string,
  given: Partial<PumpState>,
  event: PumpEvent,
  changes: Partial<PumpState>,
  actions: PumpAction[],
];

const CASES: Case[] = [
  [
    'a run claims',
    {},
    { type: 'run-began', isAll: false },
    { runs: 1, claim: 'preparing', isWoken: true },
    [{ type: 'prepare' }],
  ],
  [
    'a run for which all was claimed does not',
    holding,
    { type: 'run-began', isAll: true },
    { runs: 1 },
    [],
  ],
  ['a run ends', { runs: 2 }, { type: 'run-ended' }, { runs: 1 }, []],
  [
    'there is one claim loop; it is told to go on',
    { runs: 1, claim: 'asking' },
    { type: 'woken' },
    { isWoken: true },
    [],
  ],
  [
    'free slots are claimed for a run',
    { runs: 1 },
    { type: 'slots-freed' },
    { claim: 'preparing', isWoken: true },
    [{ type: 'prepare' }],
  ],
  [
    'free slots are claimed while others are taken',
    { ...holding },
    { type: 'slots-freed' },
    { claim: 'preparing', isWoken: true },
    [{ type: 'prepare' }],
  ],
  ['nobody claims for an empty pump without a run', { held: 2 }, { type: 'slots-freed' }, {}, []],
  [
    'the loop asks once it knows who claims and when',
    { runs: 1, claim: 'preparing', isWoken: true, isDrained: true },
    { type: 'prepared' },
    { claim: 'asking', isWoken: false, isDrained: false },
    [{ type: 'claim' }],
  ],
  [
    'a closed pump asks no more',
    { runs: 1, claim: 'preparing', isWoken: true, isClosed: true },
    { type: 'prepared' },
    { claim: 'none', isWoken: false },
    [settle()],
  ],
  [
    'without capacity the loop ends',
    { ...holding, runs: 1, claim: 'asking' },
    { type: 'claim-impossible' },
    { claim: 'none' },
    [],
  ],
  [
    'what is claimed is sent; all that was due came with it',
    { runs: 1, claim: 'asking' },
    answered(TWO),
    { claim: 'none', isDrained: true, attempted: 2, taken: 2, held: 2 },
    [send(TWO)],
  ],
  [
    'a claim that filled its capacity is followed by another one',
    { runs: 1, claim: 'asking' },
    answered(FULL),
    { attempted: 3, taken: 3, held: 3 },
    [send(FULL), { type: 'claim' }],
  ],
  [
    'so is one that brought slow hooks, which share their slots',
    { runs: 1, claim: 'asking' },
    answered(SLOW),
    { attempted: 1, taken: 1, held: 1 },
    [send(SLOW), { type: 'claim' }],
  ],
  [
    'so is one that left something',
    { runs: 1, claim: 'asking' },
    answered(TWO, { hasMore: true }),
    { attempted: 2, taken: 2, held: 2 },
    [send(TWO), { type: 'claim' }],
  ],
  [
    'but an empty one is not: what it left cannot be had now',
    { runs: 1, claim: 'asking' },
    answered([], { hasMore: true }),
    { claim: 'none', isDrained: true },
    [settle(true)],
  ],
  [
    'a loop that was woken asks again',
    { runs: 1, claim: 'asking', isWoken: true },
    answered([]),
    { isWoken: false, isDrained: true },
    [{ type: 'claim' }],
  ],
  [
    'a claim for quick answers alone does not drain',
    { runs: 1, claim: 'asking' },
    answered([], { order: FOR_SOME }),
    { claim: 'none' },
    [settle(false)],
  ],
  [
    'a failed claim fails the runs, and may have leased something',
    { runs: 1, claim: 'asking', isWoken: true },
    { type: 'claim-failed', error },
    { claim: 'none', isWoken: false, isUnsure: true },
    [{ type: 'fail-runs', error }, settle()],
  ],
  [
    'a lost answer of a claim that went with a record fails no run',
    { ...holding, runs: 1, claim: 'asking' },
    { type: 'answer-lost' },
    { claim: 'none', isUnsure: true },
    [],
  ],
  [
    'behind a lost answer, what is not held is given back first',
    { runs: 1, claim: 'asking', isWoken: true },
    { type: 'answer-lost' },
    { claim: 'giving-back', isUnsure: true },
    [{ type: 'give-back' }],
  ],
  [
    'not while a side claim is on its way: what it leases is not held yet',
    { runs: 1, claim: 'preparing', isUnsure: true, isWoken: true, sideClaims: 1 },
    { type: 'prepared' },
    { claim: 'waiting-for-side-claims' },
    [],
  ],
  [
    'but when the last of them has ended',
    { runs: 1, claim: 'waiting-for-side-claims', isUnsure: true, isWoken: true, sideClaims: 1 },
    { type: 'side-claim-ended', claimed: TWO, isLost: false },
    { claim: 'giving-back', sideClaims: 0, attempted: 2, taken: 2, held: 2 },
    [send(TWO), { type: 'give-back' }],
  ],
  [
    'after that it asks',
    { runs: 1, claim: 'giving-back', isUnsure: true, isWoken: true },
    { type: 'gave-back' },
    { claim: 'asking', isUnsure: false, isWoken: false },
    [{ type: 'claim' }],
  ],
  [
    'a claim that goes with a record belongs to the loop',
    { runs: 1, isWoken: true, isDrained: true },
    { type: 'claim-sent-with-record' },
    { claim: 'asking', isWoken: false, isDrained: false },
    [],
  ],
  [
    'a side claim whose answer was lost may have leased something',
    { sideClaims: 2 },
    { type: 'side-claim-ended', claimed: [], isLost: true },
    { sideClaims: 1, isUnsure: true },
    [],
  ],
  [
    'results leave their slots before they are recorded',
    { ...holding, runs: 1 },
    { type: 'slots-left', count: 2 },
    { taken: 0 },
    [],
  ],
  [
    'and are held until then',
    { held: 2, isDrained: true },
    { type: 'recorded', count: 2, freed: 0 },
    { held: 0 },
    [settle(true)],
  ],
  [
    'slots that a record frees are claimed for a run',
    { ...holding, runs: 1 },
    { type: 'recorded', count: 2, freed: 2 },
    { taken: 0, held: 0, claim: 'preparing', isWoken: true },
    [{ type: 'prepare' }],
  ],
  [
    'and without a run the pump is idle',
    { ...holding },
    { type: 'recorded', count: 2, freed: 2 },
    { taken: 0, held: 0 },
    [settle()],
  ],
  ['a pump that is idle closes at once', {}, { type: 'closing' }, { isClosed: true }, [settle()]],
  ['others end first', { held: 1 }, { type: 'closing' }, { isClosed: true }, []],
];

describe('the pump', () => {
  it.each(CASES)('%s', (_, given, event, changes, actions) => {
    const state = { ...initialPumpState(), ...given };
    const found = transition(state, event);
    expect(found).toEqual(actions);
    expect(state).toEqual({ ...initialPumpState(), ...given, ...changes });
  });

  it.each<[Partial<PumpState>, atSide: boolean, withRecord: boolean]>([
    [{}, true, false],
    [{ runs: 1 }, true, true],
    [{ taken: 1, held: 1 }, true, true],
    [{ held: 1 }, true, false],
    [{ runs: 1, claim: 'asking' }, true, false],
    [{ runs: 1, isUnsure: true }, false, false],
    [{ runs: 1, isClosed: true }, false, false],
  ])('%j: may make a side claim %s, may claim with a record %s', (given, atSide, withRecord) => {
    const state = { ...initialPumpState(), ...given };
    expect([mayClaimAtSide(state), mayClaimWithRecord(state)]).toEqual([atSide, withRecord]);
  });
});
