import { HOOK_DEFAULTS } from '@/domain/hook-settings';
import { DEFAULT_NAMESPACE } from '@/domain/namespace';
import type { PayloadVersion } from '@/domain/payload/version';
import type { RouterInputs, RouterOutputs } from '@/trpc/client';

type Hook = RouterOutputs['hooks']['get'];

/** `saved` is set while the stored value is kept: its mask, or the value itself where it is public. */
export type DraftHeader = {
  key: string;
  name: string;
  value: string;
  saved: string | null;
  /** The console and REST show the value. */
  isPublic: boolean;
};

/** A hook as its form holds it: numbers as typed, headers as a list. */
export type Draft = {
  name: string;
  destinationUrl: string;
  authorization: DraftHeader;
  headers: DraftHeader[];
  payloadVersion: PayloadVersion;
  namespace: string;
  allProjects: boolean;
  deliveryMode: Hook['deliveryMode'];
  timeoutSeconds: string;
  maxInFlight: string;
  maxPerSecond: string;
  retryWindowSeconds: number;
};

const AUTHORIZATION = 'Authorization';
const isAuthorization = (name: string) => name.toLowerCase() === 'authorization';

export function emptyHeader(key: string): DraftHeader {
  return { key, name: '', value: '', saved: null, isPublic: false };
}

const noAuthorization = (): DraftHeader => ({
  ...emptyHeader('authorization'),
  name: AUTHORIZATION,
});

export function emptyDraft(): Draft {
  return {
    name: '',
    destinationUrl: '',
    authorization: noAuthorization(),
    headers: [],
    payloadVersion: 'v4.0',
    namespace: DEFAULT_NAMESPACE,
    allProjects: false,
    deliveryMode: HOOK_DEFAULTS.deliveryMode,
    timeoutSeconds: String(HOOK_DEFAULTS.timeoutSeconds),
    maxInFlight: String(HOOK_DEFAULTS.maxInFlight),
    maxPerSecond: '',
    retryWindowSeconds: HOOK_DEFAULTS.retryWindowSeconds,
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
    allProjects: hook.allProjects,
    deliveryMode: hook.deliveryMode,
    timeoutSeconds: String(hook.timeoutSeconds),
    maxInFlight: String(hook.maxInFlight),
    maxPerSecond: hook.maxPerSecond === null ? '' : String(hook.maxPerSecond),
    retryWindowSeconds: hook.retryWindowSeconds,
  };
}

/** All headers that would be sent; lines left wholly empty are none. */
export function givenHeaders(draft: Draft): DraftHeader[] {
  const authorization = draft.authorization;
  const hasAuthorization = authorization.saved !== null || authorization.value.trim() !== '';
  const others = draft.headers.filter(
    ({ name, value, saved }) => saved !== null || name.trim() !== '' || value.trim() !== '',
  );
  return hasAuthorization ? [authorization, ...others] : others;
}

/** Without an own name, the endpoint's host. */
export function proposedName(destinationUrl: string): string {
  const url = destinationUrl.trim();
  return URL.canParse(url) ? new URL(url).host : '';
}

type Settings = Omit<RouterInputs['hooks']['create'], 'companyId' | 'projectId'>;

/** The input that a draft without problems makes. A saved header goes back as it was shown, which keeps it. */
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
    allProjects: draft.allProjects,
    deliveryMode: draft.deliveryMode,
    timeoutSeconds: Number(draft.timeoutSeconds),
    maxInFlight: Number(draft.maxInFlight),
    maxPerSecond: draft.maxPerSecond.trim() === '' ? null : Number(draft.maxPerSecond),
    retryWindowSeconds: draft.retryWindowSeconds,
  };
}
