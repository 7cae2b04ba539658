import type { Hook } from '@/contracts/hooks';
import { invalidInput } from '@/domain/errors';
import {
  HOOK_SETTING_NAMES,
  type HookSettingName,
  hookSetting,
  STORED_HOOK_SETTINGS,
  type StoredHookSetting,
} from '@/domain/hook-settings';
import { wireName } from '@/domain/keyed';

type Plain = Exclude<StoredHookSetting, 'destinationUrl' | 'status'>;
/**
 * Settings that are written as given. The URL and the status are excluded, because the URL is checked first and a
 * status has a reason.
 */
export const PLAIN_HOOK_SETTINGS = STORED_HOOK_SETTINGS.filter(
  (name): name is Plain => name !== 'destinationUrl' && name !== 'status',
);

/** @throws ServiceError naming the fields that only a company's own hook may have */
export function refuseForCompanyOnly(
  input: { projectId: number | null } & Partial<Record<HookSettingName, unknown>>,
): void {
  if (input.projectId === null) return;
  const problems = HOOK_SETTING_NAMES.filter(
    (name) => hookSetting(name).isOfCompany && isUnusual(name, input[name]),
  ).map((field) => ({
    field,
    code: 'company_hook_only' as const,
    message: 'is for a hook of the company only.',
  }));
  if (problems.length > 0) throw invalidInput(problems);
}

function isUnusual(name: HookSettingName, value: unknown): boolean {
  const setting = hookSetting(name);
  if (value === undefined) return false;
  return !('defaultValue' in setting) || value !== setting.defaultValue;
}

/** For the audit row of a new hook: the settings that differ from the default, by wire names. */
export function describeSettings(hook: Hook): Record<string, unknown> {
  const told = HOOK_SETTING_NAMES.filter((name) => {
    const value = hook[name];
    return Array.isArray(value) ? value.length > 0 : isUnusual(name, value);
  });
  return Object.fromEntries(
    told.map((name) => [wireName(name), hookSetting(name).isSecret ? 'set' : hook[name]]),
  );
}

/** For the audit row of a change: each setting that has a new value. */
export function describeChanges(
  before: Hook,
  after: Hook,
  isSecretChanged: boolean,
): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  for (const name of HOOK_SETTING_NAMES) {
    if (hookSetting(name).isSecret) {
      // A value does not belong in the log, even masked.
      if (isSecretChanged) details[name] = 'changed';
    } else if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) {
      details[name] = { from: before[name], to: after[name] };
    }
  }
  return details;
}
