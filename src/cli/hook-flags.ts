import { type ZodType, z } from 'zod';
import { UsageError } from '@/cli/command';
import { choice, number, text } from '@/cli/flags';
import { type CreateHookInput, createHookInput } from '@/contracts/hooks';
import { decodeHookFields } from '@/contracts/wire/hook';
import { HOOK_SETTINGS, hookSettingsOf, SIMPLE_HOOK_SETTINGS } from '@/domain/hook-settings';
import { eachOf, flagged, flagName } from '@/domain/keyed';

type Flag = { schema: ZodType; value: string | null };

const FLAGS = eachOf(SIMPLE_HOOK_SETTINGS, (name): Flag => {
  const setting = HOOK_SETTINGS[name];
  switch (setting.kind) {
    case 'choice':
      return { schema: choice(setting.values), value: setting.values.join('|') };
    case 'switch':
      return { schema: z.boolean(), value: null };
    default:
      return { schema: number, value: 'N' };
  }
});

/** The flags of a hook's settings. A header other than Authorization is set in the console or through REST. */
export const hookFlags = {
  'destination-url': text,
  name: text.optional(),
  namespace: text.optional(),
  'payload-version': text.default('v4.0'),
  authorization: text.optional(),
  ...flagged(eachOf(SIMPLE_HOOK_SETTINGS, (name) => FLAGS[name].schema.optional())),
};

/** Flags without a value. */
export const hookSwitches = hookSettingsOf('switch').map(flagName);

export const HOOK_USAGE = [
  '[--name NAME] [--namespace NAMESPACE] [--payload-version v4.0] [--authorization VALUE]',
  ...SIMPLE_HOOK_SETTINGS.map((name) => {
    const { value } = FLAGS[name];
    return value === null ? `[--${flagName(name)}]` : `[--${flagName(name)} ${value}]`;
  }),
].join(' ');

type Given = Readonly<Record<string, unknown>>;
type Tenant = Pick<CreateHookInput, 'companyId' | 'projectId'>;

/** @throws UsageError that names the flags with invalid values */
export function readHookFlags({ authorization, ...flags }: Given, tenant: Tenant): CreateHookInput {
  const body = Object.fromEntries(
    Object.entries(flags).map(([flag, value]) => [flag.replaceAll('-', '_'), value]),
  );
  const headers = authorization ? { Authorization: authorization } : undefined;
  const { fields } = decodeHookFields({ ...body, destination_headers: headers });
  const parsed = createHookInput.safeParse({ ...fields, ...tenant });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: [field], message }) => {
    const flag = field === 'destinationHeaders' ? 'authorization' : flagName(String(field));
    return `--${flag} ${message}`;
  });
  throw new UsageError(problems.join('\n'));
}
