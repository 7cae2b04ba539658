import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { membersOf } from '@/domain/json-text';
import { HOPS_MAX, METADATA_NAMES_MAX } from '@/domain/limits';
import { CLASSIC_METADATA } from '@/domain/payload/render';
import { type DescribedHeader, described } from './described';

export const PUBLISH_EVENTS_MAX = 1000;

/** Postgres cannot store NUL in a text, and UTF-8 cannot encode half of a character. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0'), {
      error: 'must not contain a NUL character',
      params: { code: 'nul_character' },
    })
    .refine((value) => value.isWellFormed(), {
      error: 'must not contain half of a character (a surrogate without its other half)',
      params: { code: 'invalid_utf8' },
    });

/** Ids come as a number or a string and are stored as text. An unsafe integer stays a string. */
const foreignId = z.union([z.number().int(), text(200).min(1)]).transform(String);

/** Postgres reads no longer texts, and the digits of a second can be endless. */
const TIME_LENGTH_MAX = 64;

/** Cuts a second to the microseconds that are stored. The database would round it, into the next day at worst. */
const toMicroseconds = (time: string) => time.replace(/(\.\d{6})\d+/, '$1');

/** No place is further from UTC than 14 hours. Postgres accepts a little more. */
const hasStorableOffset = (time: string) => !/[+-](1[6-9]|2\d):\d\d$/.test(time);

const NO_PROJECT_ID = 'must be the id of a project.';
const projectId = z.union([
  z.int(NO_PROJECT_ID).positive(NO_PROJECT_ID),
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, NO_PROJECT_ID)
    .transform(Number),
]);

const eventType = z.enum(EVENT_TYPES, { error: `must be one of ${EVENT_TYPES.join(', ')}` });

const jsonObject = z.record(z.string(), z.unknown());

const relatedItem = (id: z.ZodType) =>
  z
    .looseObject({
      id: described(id, 'The id of the item.', 1234),
      name: described(text(100).min(1), 'The resource of that item.', 'Direct Costs'),
    })
    .meta({ description: 'An item that is related to the change.' });

const RELATED_MAX = 100;
/** Bad items of one list. A batch can have a hundred thousand of them. */
const RELATED_REPORTED = 3;

/** The text of an item is stored, so all its digits are too. */
const relatedText = relatedItem(
  z.union([
    z.number().refine(Number.isInteger, 'must be a whole number or a text.'),
    text(200).min(1),
  ]),
);

/** All fields except those that are stored as the publisher wrote them. */
const fields = {
  resource_name: described(
    text(100).min(1),
    'A resource of the catalogue, or one of the company.',
    'RFIs',
  ),
  resource_id: described(foreignId, 'The id of the item of that resource, at the source.', 4711),
  event_type: described(eventType, 'The kind of change.', 'create').optional(),
  reason: described(eventType, 'Another name of event_type.', 'create').optional(),
  project_id: described(
    projectId,
    'The project; an event of the company if not given.',
    2001,
  ).nullish(),
  user_id: described(foreignId, 'The user who made the change.', 3001).nullish(),
  timestamp: described(
    z.iso
      .datetime({ offset: true, error: 'must be an ISO 8601 date and time with a zone' })
      .max(TIME_LENGTH_MAX)
      .refine(hasStorableOffset, 'must be at most 15:59 hours from UTC')
      .overwrite(toMicroseconds),
    'The time of the change; now if not given.',
    '2026-02-06T23:34:12.246Z',
  ).nullish(),
  idempotency_key: described(
    text(255).min(1),
    'Within 28 days, a repeated key answers the first event. Another event with the same key is refused.',
    'rfi-4711-created',
  ).nullish(),
};

type Named = { event_type?: string | undefined; reason?: string | undefined };

const isNamed = (event: Named) => event.event_type !== undefined || event.reason !== undefined;
const isNamedOnce = ({ event_type, reason }: Named) =>
  event_type === undefined || reason === undefined || event_type === reason;

/** Runs also if another field is wrong, so that the caller sees all problems at once. */
const when = ({ value }: { value: unknown }) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NAMED = {
  when,
  path: ['event_type'],
  error: `must be one of ${EVENT_TYPES.join(', ')}`,
  params: { code: 'required' },
};
const NAMED_ONCE = {
  when,
  path: ['reason'],
  error: 'says something else than event_type: send one of them, or the same in both.',
  params: { code: 'contradiction' },
};

/** An event as it is published. */
export const publishEvent = z
  .strictObject({
    ...fields,
    metadata: described(
      jsonObject,
      `The source’s information about itself, sent with v2.0 and v3.0: at most ${METADATA_NAMES_MAX} names.`,
      {
        source_operation_id: '5f1f9d3e',
      },
    ).nullish(),
    related_resources: z
      .array(relatedItem(foreignId))
      .max(RELATED_MAX)
      .meta({ description: 'The items that are related to the change, sent with v3.0.' })
      .nullish(),
    data: described(jsonObject, 'Sent with payload version v4.0.', { status: 'open' }).nullish(),
  })
  .refine(isNamed, NAMED)
  .refine(isNamedOnce, NAMED_ONCE)
  .meta({
    id: 'PublishEvent',
    description: 'One change of one resource',
    examples: [
      { resource_name: 'RFIs', resource_id: 4711, event_type: 'create', project_id: 2001 },
    ],
  });

/** The text is valid JSON here. Only its kind is checked. */
const NO_OBJECT = { error: 'must be a JSON object' };
const objectText = z.string(NO_OBJECT).startsWith('{', NO_OBJECT);
const listText = z
  .string({ error: 'must be an array' })
  .startsWith('[', { error: 'must be an array' })
  .superRefine((list, { addIssue }) => {
    if (!list.startsWith('[')) return;
    const items: unknown[] = JSON.parse(list);
    const found = z.array(z.unknown()).max(RELATED_MAX).safeParse(items);
    for (const issue of found.error?.issues ?? []) addIssue({ ...issue });
    if (!found.success) return;
    let bad = 0;
    for (const [index, item] of items.entries()) {
      const { error } = relatedText.safeParse(item);
      if (error === undefined) continue;
      bad += 1;
      for (const issue of error.issues) addIssue({ ...issue, path: [index, ...issue.path] });
      if (bad < RELATED_REPORTED || index === items.length - 1) continue;
      addIssue({ code: 'custom', message: `is not checked behind item ${index}`, path: [] });
      return;
    }
  });

/** A member takes four characters at least. */
const mayHaveMany = (text: string) => text.length > 4 * METADATA_NAMES_MAX;
/** A backslash can spell a name in another way. */
const mayRepeat = (text: string) =>
  text.includes('\\') ||
  CLASSIC_METADATA.some((name) => text.indexOf(name) !== text.lastIndexOf(name));
/** Receivers get each of these names once, so a second value would be lost. */
const repeatedName = (text: string) => {
  const names = membersOf(text).map(({ name }) => name);
  return CLASSIC_METADATA.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
};
const metadataText = objectText.superRefine((text, { addIssue }) => {
  const problem = (code: string, message: string) =>
    addIssue({ code: 'custom', message, params: { code } });
  if (mayHaveMany(text) && membersOf(text).length > METADATA_NAMES_MAX)
    problem(
      'too_many',
      `has more than ${METADATA_NAMES_MAX} names: send the others within an object.`,
    );
  const repeated = mayRepeat(text) ? repeatedName(text) : undefined;
  if (repeated !== undefined) problem('name_repeated', `has ${repeated} twice.`);
});

export const EVENT_FIELDS = {
  ...fields,
  metadata: metadataText.nullish(),
  related_resources: listText.nullish(),
  data: objectText.nullish(),
};

/** An event as it is stored, with metadata, related resources and data in the publisher's own text. */
export const keptEvent = z
  .strictObject(EVENT_FIELDS)
  .refine(isNamed, NAMED)
  .refine(isNamedOnce, NAMED_ONCE);

/** The header by which a receiver says that it publishes in answer to a delivery. */
export const PUBLISH_HOPS = {
  schema: z.string().regex(/^\d{1,15}$/),
  means: `A client that publishes in answer to a delivery sends the webhook-hops of that delivery. Over ${HOPS_MAX} the events form a loop and are refused`,
  example: '1',
  isOptional: true,
} as const satisfies DescribedHeader;

/** An event as it is sent: ids are numbers or texts. */
export type PublishEventInput = z.input<typeof publishEvent>;
export type KeptEvent = z.infer<typeof keptEvent>;
export type PublishedEvent = { id: number; ulid: string; duplicate: boolean };
