import { keysOf } from './keyed';

/**
 * Every setting of a hook. Schemas, REST fields, columns, audit rows, form checks, command line flags and OpenAPI come
 * from this table. docs/changing.md lists the other steps for a new setting.
 *
 * The kind alone decides how `integer`, `optionalNumber`, `choice` and `switch` settings are validated, stored and
 * shown. Settings of kind `own` and `headers` have their own rules.
 */
type Kind =
  | { kind: 'integer'; min: number; max: number; defaultValue: number }
  /** Null means that there is no limit. */
  | { kind: 'optionalNumber'; min: number; max: number; defaultValue: null }
  | { kind: 'choice'; values: readonly [string, ...string[]]; defaultValue: string }
  | { kind: 'switch'; defaultValue: boolean }
  | { kind: 'own'; lengthMax?: number }
  /** Stored sealed, together with the other one of this kind. */
  | { kind: 'headers' };

type Setting = Kind & {
  /** For the API reference. */
  means: string;
  example: unknown;
  /** Other names on the wire that requests may use. */
  aliases?: readonly string[];
  /** In a request, null is a value. For other settings null means that no value is given. */
  takesNull?: true;
  /** Only a hook of a company has it. */
  isOfCompany?: true;
  /** The audit log says that it has changed, without the values. */
  isSecret?: true;
  /** The queue's row has a copy, because the engine uses it. */
  isInQueue?: true;
};

export const HOOK_SETTINGS = {
  name: {
    kind: 'own',
    lengthMax: 200,
    means: 'The display name of the hook; the host of its URL if not given',
    example: 'Schedule sync',
  },
  namespace: {
    kind: 'own',
    means:
      'Separates the hooks of one integration from those of others: a-z, 0-9, dash, dot, underscore',
    example: 'my-integration',
  },
  payloadVersion: {
    kind: 'own',
    aliases: ['api_version'],
    means: 'The version of the payload',
    example: 'v4.0',
  },
  destinationUrl: {
    kind: 'own',
    means: 'The URL to which events are posted',
    example: 'https://example.com/hooks',
  },
  destinationHeaders: {
    kind: 'headers',
    takesNull: true,
    isSecret: true,
    means:
      'Headers of the hook, sent with every delivery. Their values are masked in answers, except those of public_headers. A masked value in a request keeps the stored value. If the URL changes to another origin, values that somebody else has set must be sent again.',
    example: { Authorization: 'Bearer 4f1c9e', 'X-Source': 'schedule' },
  },
  publicHeaders: {
    kind: 'headers',
    means:
      'Names of the headers whose values are not secret and are shown. A request without this field keeps the present choice. To show a value that another client or person set, send the value again.',
    example: ['X-Source'],
  },
  status: {
    kind: 'choice',
    values: ['active', 'disabled'],
    defaultValue: 'active',
    isInQueue: true,
    means: 'The events of a disabled hook wait until it is enabled',
    example: 'active',
  },
  deliveryMode: {
    kind: 'choice',
    values: ['parallel', 'in_order'],
    defaultValue: 'parallel',
    isInQueue: true,
    means:
      'parallel: a failing delivery does not delay others. in_order: one at a time, in the order of the events',
    example: 'parallel',
  },
  timeoutSeconds: {
    kind: 'integer',
    min: 1,
    max: 30,
    defaultValue: 5,
    isInQueue: true,
    means: 'How long the endpoint may take to answer',
    example: 5,
  },
  maxInFlight: {
    kind: 'integer',
    min: 1,
    max: 200,
    defaultValue: 10,
    isInQueue: true,
    means: 'The most requests in flight at a time',
    example: 10,
  },
  maxPerSecond: {
    kind: 'optionalNumber',
    min: 0.001,
    max: 1000,
    defaultValue: null,
    takesNull: true,
    isInQueue: true,
    means: 'The most requests per second; null for no limit',
    example: null,
  },
  retryWindowSeconds: {
    kind: 'integer',
    min: 60,
    max: 604_800,
    defaultValue: 43_200,
    isInQueue: true,
    means: 'How long a delivery is tried before it is discarded',
    example: 43_200,
  },
  allProjects: {
    kind: 'switch',
    defaultValue: false,
    isOfCompany: true,
    means: 'For a hook of a company: also the events of all its projects',
    example: false,
  },
} as const satisfies Record<string, Setting>;

export type HookSettingName = keyof typeof HOOK_SETTINGS;
export type HookSettingKind = Kind['kind'];
/** The settings of some kinds. */
export type HookSettingOf<Some extends HookSettingKind> = {
  [Name in HookSettingName]: (typeof HOOK_SETTINGS)[Name]['kind'] extends Some ? Name : never;
}[HookSettingName];

export const HOOK_SETTING_NAMES = keysOf(HOOK_SETTINGS);

/** A setting's entry in the table, for code that does not care which setting it is. */
export const hookSetting = (name: HookSettingName): Setting => HOOK_SETTINGS[name];

export function hookSettingsOf<Some extends HookSettingKind>(...kinds: Some[]) {
  const wanted: ReadonlySet<string> = new Set(kinds);
  return HOOK_SETTING_NAMES.filter((name): name is HookSettingOf<Some> =>
    wanted.has(HOOK_SETTINGS[name].kind),
  );
}

export type NumberHookSetting = HookSettingOf<'integer' | 'optionalNumber'>;
export const NUMBER_HOOK_SETTINGS: readonly NumberHookSetting[] = hookSettingsOf(
  'integer',
  'optionalNumber',
);

export function rangeOf(name: NumberHookSetting): { min: number; max: number } {
  const { min, max } = HOOK_SETTINGS[name];
  return { min, max };
}

export type SimpleHookSetting = HookSettingOf<'integer' | 'optionalNumber' | 'choice' | 'switch'>;
/** The settings whose kind alone decides how they are validated, stored and shown. */
export const SIMPLE_HOOK_SETTINGS: readonly SimpleHookSetting[] = hookSettingsOf(
  'integer',
  'optionalNumber',
  'choice',
  'switch',
);

export type StoredHookSetting = Exclude<HookSettingName, HookSettingOf<'headers'>>;
/** The settings that have a column with their name. */
export const STORED_HOOK_SETTINGS: readonly StoredHookSetting[] = hookSettingsOf(
  'own',
  'integer',
  'optionalNumber',
  'choice',
  'switch',
);
