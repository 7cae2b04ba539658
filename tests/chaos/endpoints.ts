/** The settings of one hook, and the behaviour of its receiver. */
export type Endpoint = {
  name: string;
  /** Its company, by its index among the companies of the run. */
  company: number;
  resource: Resource;
  isInOrder: boolean;
  maxInFlight: number;
  /** The share of first attempts that fail. */
  failing: number;
  /** The longest time of a good answer. */
  slowMs: number;
  /** The share of first attempts that are answered 410, which disables the hook. */
  gone: number;
  /** Whether it fails and recovers all the time. */
  isFlapping: boolean;
  /** Whether an operator disables it, discards its queue and sends finished deliveries again; or edits its settings. */
  operated: 'in all ways' | 'by edits' | null;
  /** The window after which a delivery and the queue are discarded; null: the product's default, 12 hours. */
  windowSeconds: number | null;
};

export type Resource = 'RFIs' | 'Submittals' | 'Punch Items';

/** The companies of a run, by the purpose of their hooks. */
export const COMPANIES = ['mixed', 'flapping', 'steady'] as const;
const MIXED = 0;
const FLAPPING = 1;
const STEADY = 2;

/** The window of the hook whose receiver is dead at times. */
const WINDOW_SECONDS = 15;

/** Hooks whose receivers always answer at once. */
export const isSteady = (hook: Endpoint) => hook.company === STEADY && !isOfThePast(hook);
/** The hook that only gets events of earlier days. */
export const isOfThePast = ({ resource }: Endpoint) => resource === 'Punch Items';

const IN_ORDER = { isInOrder: true, resource: 'Submittals' } as const;
const FLAPS = { company: FLAPPING, isFlapping: true } as const;

function endpoint(own: Partial<Endpoint> & { name: string }): Endpoint {
  const kind = { company: MIXED, resource: 'RFIs', isInOrder: false, maxInFlight: 10 } as const;
  const answers = { failing: 0, slowMs: 0, gone: 0, isFlapping: false } as const;
  return { ...kind, ...answers, operated: null, windowSeconds: null, ...own };
}

export const ENDPOINTS: readonly Endpoint[] = [
  endpoint({ name: 'good', slowMs: 20 }),
  endpoint({ name: 'mixed', failing: 0.3, slowMs: 100 }),
  endpoint({ name: 'slow', maxInFlight: 50, failing: 0.02, slowMs: 900 }),
  endpoint({ name: 'failing', failing: 0.6 }),
  endpoint({
    name: 'operated',
    failing: 0.2,
    slowMs: 300,
    gone: 0.005,
    operated: 'in all ways',
  }),
  endpoint({ name: 'in order', ...IN_ORDER, slowMs: 20 }),
  endpoint({ name: 'in order, mixed', ...IN_ORDER, failing: 0.03, slowMs: 50 }),
  endpoint({
    name: 'in order, operated',
    ...IN_ORDER,
    failing: 0.03,
    slowMs: 200,
    operated: 'in all ways',
  }),
  endpoint({ name: 'flapping', ...FLAPS, slowMs: 20 }),
  endpoint({ name: 'flapping, edited', ...FLAPS, gone: 0.01, operated: 'by edits' }),
  endpoint({ name: 'flapping, in order', ...FLAPS, isInOrder: true, slowMs: 5 }),
  endpoint({
    name: 'dead at times',
    company: FLAPPING,
    resource: 'Submittals',
    windowSeconds: WINDOW_SECONDS,
  }),
  endpoint({ name: 'steady', company: STEADY }),
  endpoint({ name: 'steady, in order', company: STEADY, ...IN_ORDER }),
  endpoint({ name: 'of the past', company: STEADY, resource: 'Punch Items' }),
];
