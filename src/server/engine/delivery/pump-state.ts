import { hasFilled } from './capacity';
import type { Claimed, ClaimOrder } from './claim';
import { LONGEST_TIMEOUT_SECONDS } from './time-left';

/** Everything that the pump's decisions depend on. It is plain data, and only `transition` changes it. */
export type PumpState = {
  /** Runs that hold the pump open. Without a run, the pump finishes its work and claims nothing new. */
  runs: number;
  /** Deliveries claimed since the start. Runs count their attempts from it. */
  attempted: number;
  /** Claimed deliveries that take a slot. */
  taken: number;
  /** Claimed deliveries that are not recorded yet, even if the result of a quick hook has already left its slot. */
  held: number;
  /** Side claims (`side-claims.ts`) in flight. */
  sideClaims: number;
  /** The state of the only claim loop. It prepares, claims, and repeats as long as it is woken. */
  claim: 'none' | 'preparing' | 'waiting-for-side-claims' | 'giving-back' | 'asking';
  /** There may be more to claim than the current claim returns. */
  isWoken: boolean;
  /** The last claim left nothing that was due. */
  isDrained: boolean;
  /**
   * The answer of a claim was lost. The claim may be committed, so the database may hold leases that the pump does not
   * know.
   */
  isUnsure: boolean;
  isClosed: boolean;
};

export type PumpEvent =
  /** `isAll`: nothing is due in addition to the deliveries claimed for the run. */
  | { type: 'run-began'; isAll: boolean }
  | { type: 'run-ended' }
  /** There may be something to claim. */
  | { type: 'woken' }
  /** Slots became free. */
  | { type: 'slots-freed' }
  /** The worker is registered and the database's time is known. */
  | { type: 'prepared' }
  /** The deliveries that were leased but not held are due again. */
  | { type: 'gave-back' }
  /** There is not enough capacity or time for a claim. */
  | { type: 'claim-impossible' }
  /** A claim was sent in the same call as a record. */
  | { type: 'claim-sent-with-record' }
  | { type: 'claim-answered'; claimed: readonly Claimed[]; hasMore: boolean; order: ClaimOrder }
  /** The answer of a claim that was sent with a record was lost. The record is retried, so no run fails. */
  | { type: 'answer-lost' }
  | { type: 'claim-failed'; error: unknown }
  | { type: 'side-claim-began' }
  | { type: 'side-claim-ended'; claimed: readonly Claimed[]; isLost: boolean }
  /** Results of quick hooks are about to be recorded. */
  | { type: 'slots-left'; count: number }
  /** Only now do `freed` of these leave their slots. */
  | { type: 'recorded'; count: number; freed: number }
  | { type: 'closing' };

export type PumpAction =
  | { type: 'prepare' }
  | { type: 'give-back' }
  | { type: 'claim' }
  | { type: 'send'; claimed: readonly Claimed[] }
  | { type: 'fail-runs'; error: unknown }
  /** Nothing is in flight. */
  | { type: 'settle'; isDrained: boolean };

type Actions = readonly PumpAction[];

const NOTHING: Actions = [];

export const initialPumpState = (): PumpState => ({
  runs: 0,
  attempted: 0,
  taken: 0,
  held: 0,
  sideClaims: 0,
  claim: 'none',
  isWoken: false,
  isDrained: false,
  isUnsure: false,
  isClosed: false,
});

/**
 * Changes the state in place and returns the actions in the order in which to carry them out. It uses no I/O and no
 * clock.
 */
export function transition(state: PumpState, event: PumpEvent): Actions {
  switch (event.type) {
    case 'run-began':
      state.runs += 1;
      return event.isAll ? NOTHING : wake(state);
    case 'run-ended':
      state.runs -= 1;
      return NOTHING;
    case 'woken':
      return wake(state);
    case 'slots-freed':
      return wakeIfActive(state);
    case 'prepared':
      state.isDrained = false;
      return claimNext(state);
    case 'gave-back':
      state.isUnsure = false;
      return claimNext(state);
    case 'claim-impossible':
      return endClaim(state);
    case 'claim-sent-with-record':
      state.claim = 'asking';
      state.isWoken = false;
      state.isDrained = false;
      return NOTHING;
    case 'claim-answered':
      return claimAnswered(state, event);
    case 'answer-lost':
      state.isUnsure = true;
      return state.isWoken ? claimNext(state) : endClaim(state);
    case 'claim-failed':
      state.isUnsure = true;
      state.isWoken = false;
      return [{ type: 'fail-runs', error: event.error }, ...endClaim(state)];
    case 'side-claim-began':
      state.sideClaims += 1;
      return NOTHING;
    case 'side-claim-ended':
      return sideClaimEnded(state, event);
    case 'slots-left':
      state.taken -= event.count;
      return NOTHING;
    case 'recorded':
      state.held -= event.count;
      state.taken -= event.freed;
      return event.freed > 0 ? [...wakeIfActive(state), ...settle(state)] : settle(state);
    case 'closing':
      state.isClosed = true;
      return settle(state);
  }
}

/** Whether a side claim may begin. After a lost answer, a side claim could be mistaken for the lost one. */
export const mayClaimAtSide = ({ isUnsure, isClosed }: PumpState): boolean =>
  !isUnsure && !isClosed;

/** Whether a claim may be sent with a record. */
export const mayClaimWithRecord = (state: PumpState): boolean =>
  mayClaimAtSide(state) && state.claim === 'none' && isActive(state);

/**
 * Whether the pump holds nothing. A worker that holds something sends heartbeats, so that the sweep does not forget it.
 */
export const holdsNothing = ({ held, sideClaims }: PumpState): boolean =>
  held === 0 && sideClaims === 0;

const isActive = ({ runs, taken }: PumpState): boolean => runs > 0 || taken > 0;

function wake(state: PumpState): Actions {
  state.isWoken = true;
  if (state.claim !== 'none') return NOTHING;
  state.claim = 'preparing';
  return [{ type: 'prepare' }];
}

const wakeIfActive = (state: PumpState): Actions => (isActive(state) ? wake(state) : NOTHING);

/**
 * Starts the next claim. Every leased delivery must be sent, so after a lost answer the pump first gives back the
 * deliveries that it does not hold.
 */
function claimNext(state: PumpState): Actions {
  if (state.isUnsure) {
    // A delivery that a side claim has leased is not held until the answer arrives.
    state.claim = state.sideClaims > 0 ? 'waiting-for-side-claims' : 'giving-back';
    return state.sideClaims > 0 ? NOTHING : [{ type: 'give-back' }];
  }
  state.isWoken = false;
  if (state.isClosed) return endClaim(state);
  state.claim = 'asking';
  return [{ type: 'claim' }];
}

function endClaim(state: PumpState): Actions {
  state.claim = 'none';
  return settle(state);
}

function claimAnswered(
  state: PumpState,
  { claimed, hasMore, order }: Extract<PumpEvent, { type: 'claim-answered' }>,
): Actions {
  const sending = send(state, claimed);
  const isFilled = claimed.length > 0 && (hasMore || hasFilled(claimed, order.capacity));
  if (isFilled) state.isWoken = true;
  state.isDrained = !isFilled && order.timeoutMax >= LONGEST_TIMEOUT_SECONDS;
  return [...sending, ...(state.isWoken ? claimNext(state) : endClaim(state))];
}

function sideClaimEnded(
  state: PumpState,
  { claimed, isLost }: Extract<PumpEvent, { type: 'side-claim-ended' }>,
): Actions {
  state.sideClaims -= 1;
  if (isLost) state.isUnsure = true;
  const sending = send(state, claimed);
  const isAwaited = state.claim === 'waiting-for-side-claims' && state.sideClaims === 0;
  return [...sending, ...(isAwaited ? claimNext(state) : settle(state))];
}

function send(state: PumpState, claimed: readonly Claimed[]): Actions {
  if (claimed.length === 0) return NOTHING;
  state.isDrained = false;
  state.attempted += claimed.length;
  state.taken += claimed.length;
  state.held += claimed.length;
  return [{ type: 'send', claimed }];
}

function settle(state: PumpState): Actions {
  if (state.claim !== 'none' || !holdsNothing(state)) return NOTHING;
  return [{ type: 'settle', isDrained: state.isDrained }];
}
