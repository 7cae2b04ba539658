import { parseCron } from './alarms';

/** The engine's plan of one function, read from the registration of the SDK. */
export type FunctionPlan = {
  id: string;
  url: string;
  /** Names of the events that start it. */
  events: string[];
  crons: string[];
  /** The first attempt plus the retries. */
  attemptsMax: number;
  /** Set on the function that the SDK derives from an `onFailure`: the id of the function that failed. */
  failureOf: string | null;
};

export const FUNCTION_FAILED = 'inngest/function.failed';
const INTERNAL_PREFIX = 'inngest/';

/** A function needs a feature that only a real Inngest server has. */
export class UnsupportedOptionError extends Error {
  override readonly name = 'UnsupportedOptionError';

  constructor(
    readonly functionId: string,
    readonly option: string,
  ) {
    super(
      `The embedded engine does not support "${option}", which function "${functionId}" uses. Remove it, or set Inngest's variables to run the functions there.`,
    );
  }
}

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Wire names that differ from the option that a developer wrote. */
const OPTION_BY_KEY: Record<string, string> = { cancel: 'cancelOn', expression: 'if' };

function refuseOthers(functionId: string, object: Json, known: string[]): void {
  for (const key of Object.keys(object)) {
    if (object[key] === undefined || known.includes(key)) continue;
    throw new UnsupportedOptionError(functionId, OPTION_BY_KEY[key] ?? key);
  }
}

/** Reads the body of a registration. Throws `UnsupportedOptionError` at the first unknown option. */
export function readPlans(body: unknown): FunctionPlan[] {
  const functions = isRecord(body) && Array.isArray(body.functions) ? body.functions : [];
  return functions.filter(isRecord).map(readPlan);
}

function readPlan(config: Json): FunctionPlan {
  const id = String(config.id);
  refuseOthers(id, config, ['id', 'name', 'triggers', 'steps']);
  const plan = { id, ...readStep(id, config.steps), events: [], crons: [], failureOf: null };
  const triggers = Array.isArray(config.triggers) ? config.triggers.filter(isRecord) : [];
  return triggers.reduce<FunctionPlan>((read, trigger) => readTrigger(read, trigger), plan);
}

function readStep(id: string, steps: unknown): Pick<FunctionPlan, 'url' | 'attemptsMax'> {
  const step = isRecord(steps) ? steps.step : undefined;
  if (!isRecord(step) || !isRecord(step.runtime) || typeof step.runtime.url !== 'string') {
    throw new UnsupportedOptionError(id, 'steps');
  }
  if (step.runtime.type !== 'http') throw new UnsupportedOptionError(id, 'runtime');
  refuseOthers(id, step, ['id', 'name', 'runtime', 'retries']);
  const retries = isRecord(step.retries) ? step.retries.attempts : undefined;
  // We neither own nor see the default of a server.
  if (typeof retries !== 'number') throw new UnsupportedOptionError(id, 'default retries');
  return { url: step.runtime.url, attemptsMax: retries + 1 };
}

function readTrigger(plan: FunctionPlan, trigger: Json): FunctionPlan {
  if (typeof trigger.cron === 'string') {
    refuseOthers(plan.id, trigger, ['cron']);
    try {
      parseCron(trigger.cron);
    } catch {
      throw new UnsupportedOptionError(plan.id, `cron ${trigger.cron}`);
    }
    return { ...plan, crons: [...plan.crons, trigger.cron] };
  }
  const event = String(trigger.event);
  const failureOf = readFailureOf(event, trigger.expression);
  refuseOthers(plan.id, trigger, failureOf === null ? ['event'] : ['event', 'expression']);
  const isOurs = !event.startsWith(INTERNAL_PREFIX) || event === FUNCTION_FAILED;
  if (!isOurs || event.includes('*')) throw new UnsupportedOptionError(plan.id, `event ${event}`);
  return { ...plan, events: [...plan.events, event], failureOf };
}

/** The SDK ties a failure function to its own function by one fixed expression. No other expression is supported. */
function readFailureOf(event: string, expression: unknown): string | null {
  if (event !== FUNCTION_FAILED || typeof expression !== 'string') return null;
  return /^event\.data\.function_id == '([^']+)'$/.exec(expression)?.[1] ?? null;
}
