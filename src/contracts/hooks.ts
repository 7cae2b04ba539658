import { type ZodType, z } from 'zod';
import { HEADER_NAME_LENGTH_MAX, HOOK_HEADERS_MAX } from '@/domain/headers';
import { HOOK_SETTINGS, type HookSettingName } from '@/domain/hook-settings';
import { HOOK_HEALTHS, type HookFacts } from '@/domain/hook-state';
import { HOOKS_LISTED_MAX } from '@/domain/limits';
import { isNamespace } from '@/domain/namespace';
import { PAYLOAD_VERSIONS, parsePayloadVersion } from '@/domain/payload/version';
import type { ReasonCode } from '@/domain/reason-codes';
import { headerPairs } from './header-pairs';
import { shownSimpleSettings, simpleSettings } from './hook-settings';
import { reason } from './reason';
import { shownName } from './shown-name';
import { hookAddress, id, type readableHookAddress, tenant } from './tenant';
import { TRIGGERS_BULK_MAX, triggerChoice } from './triggers';

const DISABLED_REASONS = ['admin', 'gone'] as const;

/** Accepts every spelling that clients send, and returns the canonical one. */
const payloadVersionInput = z.string().transform((spelling, context) => {
  const version = parsePayloadVersion(spelling);
  if (version !== null) return version;
  context.addIssue({ code: 'custom', message: `must be one of ${PAYLOAD_VERSIONS.join(', ')}` });
  return z.NEVER;
});

const namespace = z
  .string()
  .refine(
    isNamespace,
    'must be 1 to 100 lowercase letters, digits, dashes, dots or underscores, and start with a letter or digit',
  );

/** Pairs, because an object loses the name `__proto__` and repeated names. A problem names its header. */
const givenHeaders = z
  .array(z.tuple([z.string(), z.unknown()]), { error: 'must be an object of names and values.' })
  .superRefine((pairs, { addIssue }) => {
    const given = new Set<string>();
    for (const [name, value] of pairs) {
      const problem = (code: ReasonCode, message: string) =>
        addIssue({ code: 'custom', path: [name], message, params: { code } });
      if (typeof value !== 'string') problem('invalid_type', 'must be a text.');
      if (given.has(name)) problem('name_repeated', 'is given twice.');
      given.add(name);
    }
  })
  .transform((pairs) => Object.fromEntries(pairs) as Record<string, string>);

/** In a request, every field is optional. */
const optionalSettings = z.object(simpleSettings).partial().shape;

/** The service checks destination and headers, because it knows what the installation allows. */
const hookSettings = {
  name: shownName(HOOK_SETTINGS.name.lengthMax).optional(),
  namespace: namespace.optional(),
  payloadVersion: payloadVersionInput,
  destinationUrl: z.string(),
  destinationHeaders: givenHeaders.nullish(),
  publicHeaders: z.array(z.string().max(HEADER_NAME_LENGTH_MAX)).max(HOOK_HEADERS_MAX).nullish(),
  ...optionalSettings,
} satisfies Record<HookSettingName, ZodType>;

const REVISION_LENGTH_MAX = 100;

/** Everything that the hook selects. It is written together with the hook, or not at all. */
const selection = z.array(triggerChoice).max(TRIGGERS_BULK_MAX);

export const createHookInput = tenant.extend(hookSettings).extend({
  triggers: selection.optional(),
});

/**
 * A missing field keeps its value. `destinationHeaders` replaces all headers (null removes them), `triggers` replaces
 * all triggers.
 */
export const updateHookInput = hookAddress.extend(z.object(hookSettings).partial().shape).extend({
  triggers: selection.optional(),
  /** The `revision` that the caller has read. Another one by now refuses the change. */
  ifRevision: z.string().max(REVISION_LENGTH_MAX).optional(),
});

/** A page of a list of hooks. `cursor`: the `next` of the previous page. */
export const hookPage = {
  cursor: id.nullish(),
  limit: z.number().int().min(1).max(HOOKS_LISTED_MAX).optional(),
};

export const listHooksInput = tenant.extend({
  namespace: z.string().optional(),
  payloadVersion: payloadVersionInput.optional(),
  /** Lists the deleted hooks instead of the live ones. */
  deleted: z.boolean().optional(),
  /** For a company: also lists the hooks of its projects. */
  withProjects: z.boolean().optional(),
  ...hookPage,
  /** Hooks to skip, for page numbers. */
  offset: z.number().int().min(0).optional(),
});

const shownSettings = {
  name: z.string(),
  namespace: z.string(),
  payloadVersion: z.enum(PAYLOAD_VERSIONS),
  destinationUrl: z.string(),
  /** The headers as they may be shown. The values themselves are never read back. */
  destinationHeaders: headerPairs,
  /** The names of the headers whose values are shown. All others show the mask. */
  publicHeaders: z.array(z.string()),
  ...shownSimpleSettings,
} satisfies Record<HookSettingName, ZodType>;

const lostEvents = z.object({
  count: z.number(),
  from: z.date(),
  until: z.date(),
  reason: reason.nullable(),
});

/** Everything that the state of a hook depends on, except its status. See `HookFacts` for the meanings. */
const facts = {
  triggerCount: z.number(),
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  disabledAt: z.date().nullable(),
  disabledBy: z.string().nullable(),
  /** The time since which only the history can be read; null for a live hook. */
  deletedAt: z.date().nullable(),
  isFailing: z.boolean(),
  failingSince: z.date().nullable(),
  incidentAt: z.date().nullable(),
  lastError: reason.nullable(),
  nextTryAt: z.date().nullable(),
  lastSuccessAt: z.date().nullable(),
  testSucceededAt: z.date().nullable(),
  lost: lostEvents.nullable(),
} satisfies Record<Exclude<keyof HookFacts, 'status'>, ZodType>;

export const hook = z.object({
  id,
  companyId: id,
  projectId: id.nullable(),
  ...shownSettings,
  /** Derived from the facts below by `hookHealth`. */
  health: z.enum(HOOK_HEALTHS),
  ...facts,
  createdByUser: id.nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  /** Differs after each change of the settings or of the selection. */
  revision: z.string(),
});

/** The signing secret is shown only here. */
export const createdHook = hook.extend({ signingSecret: z.string() });
export const hookList = z.object({
  items: z.array(hook),
  next: id.nullable(),
  /** On all pages. */
  total: z.number(),
});

export type Hook = z.infer<typeof hook>;
export type HookList = z.infer<typeof hookList>;
export type CreatedHook = z.infer<typeof createdHook>;
export type CreateHookInput = z.infer<typeof createHookInput>;
export type UpdateHookInput = z.infer<typeof updateHookInput>;
export type ListHooksInput = z.infer<typeof listHooksInput>;
export type HookAddress = z.infer<typeof hookAddress>;
export type ReadableHookAddress = z.infer<typeof readableHookAddress>;
