import type { z } from 'zod';
import {
  HOOK_SETTING_NAMES,
  type HookSettingName,
  hookSetting,
  SIMPLE_HOOK_SETTINGS,
} from '@/domain/hook-settings';
import { pick, wired, wireName } from '@/domain/keyed';
import type { CreatedHook, Hook } from '../hooks';
import type { v1 } from '../rest/v1';
import type { v2 } from '../rest/v2';
import { isFields } from './fields';
import { v2Tenant } from './tenant';

/** The name that the client used for each field of the input. */
export type SentAs = Partial<Record<string, string>>;

/** A hook's settings by their inner names, with the values as sent. The procedure validates them. */
export type HookFields = {
  fields: Partial<Record<HookSettingName, unknown>>;
  sentAs: SentAs;
};

/** Ignores unknown keys. The first of a setting's names that has a value counts. */
export function decodeHookFields(body: Readonly<Record<string, unknown>>): HookFields {
  const read: HookFields = { fields: {}, sentAs: {} };
  for (const name of HOOK_SETTING_NAMES) {
    const { aliases = [], takesNull = false } = hookSetting(name);
    const isGiven = (key: string) => body[key] !== undefined && (takesNull || body[key] !== null);
    const key = [wireName(name), ...aliases].find(isGiven);
    if (key === undefined) continue;
    read.fields[name] = name === 'destinationHeaders' ? decodeHeaders(body[key]) : body[key];
    read.sentAs[name] = key;
  }
  return read;
}

function decodeHeaders(headers: unknown): unknown {
  if (!isFields(headers)) return headers;
  return Object.entries(headers).filter(([, value]) => value !== null);
}

const secretOf = (hook: Hook | CreatedHook) =>
  'signingSecret' in hook ? { signing_secret: hook.signingSecret } : {};

export function v1Hook(hook: Hook | CreatedHook): z.infer<typeof v1.hook> {
  return {
    id: hook.id,
    api_version: hook.payloadVersion,
    destination_headers: Object.fromEntries(hook.destinationHeaders),
    public_headers: hook.publicHeaders,
    destination_url: hook.destinationUrl,
    owned_by_company_id: hook.companyId,
    owned_by_project_id: hook.projectId,
    owned_by_user_id: hook.createdByUser,
    namespace: hook.namespace,
    name: hook.name,
    status: hook.status,
    ...secretOf(hook),
  };
}

export function v2Hook(hook: Hook | CreatedHook): z.infer<typeof v2.hook> {
  return {
    id: String(hook.id),
    payload_version: hook.payloadVersion,
    namespace: hook.namespace,
    destination_headers: Object.fromEntries(hook.destinationHeaders),
    public_headers: hook.publicHeaders,
    destination_url: hook.destinationUrl,
    trigger_count: hook.triggerCount,
    ...v2Tenant(hook),
    hook_type: 'classic',
    name: hook.name,
    ...wired(pick(hook, SIMPLE_HOOK_SETTINGS)),
    health: hook.health,
    lost_events: hook.lost?.count ?? 0,
    created_at: hook.createdAt.toISOString(),
    updated_at: hook.updatedAt.toISOString(),
    ...secretOf(hook),
  };
}
