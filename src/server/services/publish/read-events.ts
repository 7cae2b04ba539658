import { z } from 'zod';
import { EVENT_FIELDS, type KeptEvent, keptEvent, PUBLISH_EVENTS_MAX } from '@/contracts/events';
import { type ErrorDetail, invalidInput } from '@/domain/errors';
import { detailAt, detailsOf, HALF, parseJsonText } from '@/domain/json-input';
import { positionAt, scanJson } from '@/domain/json-text';
import { problemsOf } from '../input-problems';

/** The known fields of an event, even if other fields have problems. */
export type ReadEvent = Partial<KeptEvent>;
export type ReadEvents =
  | { problems: null; events: KeptEvent[] }
  | { problems: ErrorDetail[]; events: ReadEvent[] };

type Fields = Record<string, unknown>;

const keptEvents = z.object({ events: z.array(keptEvent) });
const FIELDS = Object.keys(EVENT_FIELDS);
const TEXTS: ReadonlySet<string> = new Set(['metadata', 'related_resources', 'data']);
const IDS: ReadonlySet<string> = new Set(['resource_id', 'user_id', 'project_id']);

/**
 * Reads one event or a list of events from the published JSON text. The source's own data for its receivers stays
 * unparsed text, because parsing and printing it would round its numbers and lose keys.
 * @throws ServiceError `invalid_input` if the text does not contain events at all
 */
export function readEvents(body: string): ReadEvents {
  if (!body.isWellFormed()) throw invalidInput([halfCharacterIn(body)]);
  const parsed = parseJsonText(body === '' ? '{}' : body);
  const items: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (items.length === 0 || items.length > PUBLISH_EVENTS_MAX) {
    const message = `must be an event, or an array of 1 to ${PUBLISH_EVENTS_MAX} of them.`;
    throw invalidInput([
      { field: null, code: items.length === 0 ? 'too_small' : 'too_many', message },
    ]);
  }
  const unkept = items.some(mayLose) || ROUNDED.test(body) ? keepTexts(items, body) : [];
  const read = keptEvents.safeParse({ events: items });
  if (read.success && unkept.length === 0) return { problems: null, events: read.data.events };
  const wrong = read.error ? problemsOf(read.error, FIELDS) : [];
  const problems = [...unkept, ...newProblems(unkept, wrong)];
  const bad = new Set(wrong.map(({ index, field }) => `${index} ${field?.split(/[.[]/)[0]}`));
  const events = items.map((item, index) =>
    readable(item, (field) => bad.has(`${index} ${field}`)),
  );
  return { problems, events };
}

/** Leaves out problems that follow from an earlier problem of the same field. */
function newProblems(
  reported: readonly ErrorDetail[],
  further: readonly ErrorDetail[],
): ErrorDetail[] {
  const positionOf = ({ index, field }: ErrorDetail) => `${index} ${field}`;
  const positions = new Set(reported.map(positionOf));
  return further.filter((problem) => {
    const isNew = problem.field === null || !positions.has(positionOf(problem));
    positions.add(positionOf(problem));
    return isNew;
  });
}

/** Only a page can send half a character, because such bytes are not UTF-8. */
const halfCharacterIn = (body: string) =>
  detailAt(positionAt(body, body.search(/\p{Cs}/u)), 'invalid_utf8', HALF);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Whether an item may lose data by parsing. Texts, booleans, null and small integers survive it, so most events need no
 * second look. The source's own data always needs one: a text could pass for its JSON, and a null can follow other data.
 */
function mayLose(item: unknown): boolean {
  // A text has each of its characters as a field.
  if (!isFields(item)) return false;
  for (const field in item) {
    const value = item[field];
    if (TEXTS.has(field)) return true;
    if (typeof value === 'object' ? value !== null : isUnsafe(value)) return true;
  }
  return false;
}

/** A number with a fraction, an exponent or a negative zero can be a whole number after parsing. */
const ROUNDED = /[:\s]-?\d+[.eE]|[:\s]-0/;

const isUnsafe = (value: unknown) => typeof value === 'number' && !Number.isSafeInteger(value);

/** Replaces the parsed values with the source's own text. Returns the parts that cannot be kept. */
function keepTexts(items: readonly unknown[], body: string): ErrorDetail[] {
  const kept = new Set<string>();
  const repeated = new Set<string>();
  const flaws = scanJson(body, ({ index, field }, from, to) => {
    const item = items[index ?? 0];
    if (field === null || !isFields(item)) return;
    keepText(item, field, body, from, to);
    if (!TEXTS.has(field)) return;
    const position = `${index ?? 0} ${field}`;
    if (kept.has(position)) repeated.add(position);
    kept.add(position);
  });
  const twice = [...repeated].map((position): ErrorDetail => {
    const [index, field = null] = position.split(' ');
    return { index: Number(index), field, code: 'name_repeated', message: 'is given twice.' };
  });
  return [...detailsOf(flaws).map((detail) => ({ index: 0, ...detail })), ...twice];
}

/** Called for each occurrence of a field. */
function keepText(item: Fields, field: string, body: string, from: number, to: number): void {
  const isText = TEXTS.has(field);
  if (!isText && !IDS.has(field)) return;
  const written = body.slice(from, to);
  if (isText) item[field] = written === 'null' ? null : written;
  else if (isUnsafeId(written)) item[field] = written;
  else item[field] = /^-?\d+[.eE]|^-0/.test(written) ? NOT_WHOLE : JSON.parse(written);
}

/** The schema refuses it in the words for a number that is not whole. */
const NOT_WHOLE = 0.5;

const isUnsafeId = (written: string) => /^-?\d+$/.test(written) && isUnsafe(Number(written));

const EACH_FIELD = Object.entries(EVENT_FIELDS) as [keyof KeptEvent, z.ZodType][];

function readable(item: unknown, isBad: (field: string) => boolean): ReadEvent {
  if (!isFields(item)) return {};
  const fields = EACH_FIELD.filter(([field]) => !isBad(field)).map(
    ([field, schema]) => [field, schema.safeParse(item[field])] as const,
  );
  return Object.fromEntries(
    fields.flatMap(([field, read]) => (read.success ? [[field, read.data]] : [])),
  );
}
