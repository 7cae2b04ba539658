import {
  HOOK_SETTINGS,
  type HookSettingName,
  type HookSettingOf,
  hookSettingsOf,
  NUMBER_HOOK_SETTINGS,
  type NumberHookSetting,
} from '@/domain/hook-settings';
import { eachOf, pick } from '@/domain/keyed';
import { DEFAULT_NAMESPACE } from '@/domain/namespace';
import type { PayloadVersion } from '@/domain/payload/version';
import type { RouterInputs, RouterOutputs } from '@/trpc/client';

type Hook = RouterOutputs['hooks']['get'];

/** `saved` is set while the stored value is kept: its mask, or the value itself if it is public. */
export type DraftHeader = {
  key: string;
  name: string;
  value: string;
  saved: string | null;
  /** Whether the console and REST show the value. */
  isPublic: boolean;
};

/** Another button disables an active hook. */
type ChosenSetting = Exclude<HookSettingOf<'choice' | 'switch'>, 'status'>;
const CHOSEN = hookSettingsOf('choice', 'switch').filter(
  (name): name is ChosenSetting => name !== 'status',
);

/** A hook in its form: numbers as typed, headers as a list. */
export type Draft = {
  name: string;
  destinationUrl: string;
  authorization: DraftHeader;
  headers: DraftHeader[];
  payloadVersion: PayloadVersion;
  namespace: string;
} & Record<NumberHookSetting, string> &
  Pick<Hook, ChosenSetting>;

const AUTHORIZATION = 'Authorization';
const isAuthorization = (name: string) => name.toLowerCase() === 'authorization';

export function emptyHeader(key: string): DraftHeader {
  return { key, name: '', value: '', saved: null, isPublic: false };
}

const noAuthorization = (): DraftHeader => ({
  ...emptyHeader('authorization'),
  name: AUTHORIZATION,
});

/** Numbers as their fields show them. */
const typed = (numberOf: (name: NumberHookSetting) => number | null) =>
  eachOf(NUMBER_HOOK_SETTINGS, (name) => {
    const value = numberOf(name);
    return value === null ? '' : String(value);
  });

export function emptyDraft(): Draft {
  return {
    name: '',
    destinationUrl: '',
    authorization: noAuthorization(),
    headers: [],
    payloadVersion: 'v4.0',
    namespace: DEFAULT_NAMESPACE,
    deliveryMode: HOOK_SETTINGS.deliveryMode.defaultValue,
    allProjects: HOOK_SETTINGS.allProjects.defaultValue,
    ...typed((name) => HOOK_SETTINGS[name].defaultValue),
  };
}

export function draftOf(hook: Hook): Draft {
  const headers = hook.destinationHeaders.map(([name, saved]) => ({
    key: `saved-${name}`,
    name,
    value: '',
    saved,
    isPublic: hook.publicHeaders.includes(name),
  }));
  return {
    name: hook.name,
    destinationUrl: hook.destinationUrl,
    authorization: headers.find(({ name }) => isAuthorization(name)) ?? noAuthorization(),
    headers: headers.filter(({ name }) => !isAuthorization(name)),
    payloadVersion: hook.payloadVersion,
    namespace: hook.namespace,
    ...pick(hook, CHOSEN),
    ...typed((name) => hook[name]),
  };
}

/** All headers that would be sent. An empty line is not a header. */
export function givenHeaders(draft: Draft): DraftHeader[] {
  const authorization = draft.authorization;
  const hasAuthorization = authorization.saved !== null || authorization.value.trim() !== '';
  const others = draft.headers.filter(
    ({ name, value, saved }) => saved !== null || name.trim() !== '' || value.trim() !== '',
  );
  return hasAuthorization ? [authorization, ...others] : others;
}

/** The endpoint's host, for a hook without its own name. */
export function proposedName(destinationUrl: string): string {
  const url = destinationUrl.trim();
  return URL.canParse(url) ? new URL(url).host : '';
}

type Settings = Omit<RouterInputs['hooks']['create'], 'companyId' | 'projectId'>;

/** Headers and which of them are public belong together. */
const HEADERS: readonly string[] = ['destinationHeaders', 'publicHeaders'];

/** The settings that differ. Others stay as they are now, because another person may have changed them. */
export function changesOf(saved: Draft, draft: Draft): Partial<Settings> {
  const before = Object.entries(settingsOf(saved)).map(([name, value]) => [
    name,
    JSON.stringify(value),
  ]);
  const known = new Map(before as [string, string][]);
  const after = Object.entries(settingsOf(draft));
  const changed = new Set(
    after
      .filter(([name, value]) => JSON.stringify(value) !== known.get(name))
      .map(([name]) => name),
  );
  if (HEADERS.some((name) => changed.has(name))) for (const name of HEADERS) changed.add(name);
  return Object.fromEntries(after.filter(([name]) => changed.has(name)));
}

/** The input of a draft without problems. A saved header is sent as it was shown, which keeps it. */
export function settingsOf(draft: Draft): Settings {
  const headers = givenHeaders(draft);
  return {
    name: draft.name.trim() || proposedName(draft.destinationUrl),
    destinationUrl: draft.destinationUrl.trim(),
    destinationHeaders: headers.map(({ name, value, saved }): [string, string] => [
      name.trim(),
      saved ?? value.trim(),
    ]),
    publicHeaders: headers.filter(({ isPublic }) => isPublic).map(({ name }) => name.trim()),
    payloadVersion: draft.payloadVersion,
    namespace: draft.namespace.trim(),
    ...pick(draft, CHOSEN),
    ...eachOf(hookSettingsOf('integer'), (name) => Number(draft[name])),
    ...eachOf(hookSettingsOf('optionalNumber'), (name) =>
      draft[name].trim() === '' ? null : Number(draft[name]),
    ),
  } satisfies Record<Exclude<HookSettingName, 'status'>, unknown>;
}
