import { type ZodType, z } from 'zod';
import {
  HOOK_SETTINGS,
  type HookSettingOf,
  hookSettingsOf,
  SIMPLE_HOOK_SETTINGS,
  type SimpleHookSetting,
} from '@/domain/hook-settings';
import { eachOf, pick } from '@/domain/keyed';
import { described } from './described';

function within({ min, max }: { min: number; max: number }) {
  return z.number().min(min).max(max);
}

const saidOf = <T extends ZodType>(name: SimpleHookSetting, schema: T) =>
  described(schema, HOOK_SETTINGS[name].means, HOOK_SETTINGS[name].example);

const integers = hookSettingsOf('integer');
const optionalNumbers = hookSettingsOf('optionalNumber');
const switches = eachOf(hookSettingsOf('switch'), (name) => saidOf(name, z.boolean()));
/** Each choice has its own values, so the compiler requires a line here. */
const choices = {
  status: saidOf('status', z.enum(HOOK_SETTINGS.status.values)),
  deliveryMode: saidOf('deliveryMode', z.enum(HOOK_SETTINGS.deliveryMode.values)),
} satisfies Record<HookSettingOf<'choice'>, ZodType>;

/** They validate a request, in tRPC and in REST, and describe the fields to readers of the API. */
export const simpleSettings = pick(
  {
    ...choices,
    ...eachOf(integers, (name) => saidOf(name, within(HOOK_SETTINGS[name]).int())),
    ...eachOf(optionalNumbers, (name) => saidOf(name, within(HOOK_SETTINGS[name]).nullable())),
    ...switches,
  },
  SIMPLE_HOOK_SETTINGS,
);

/** An answer has no limits, because a row keeps the values that another release accepted. */
export const shownSimpleSettings = pick(
  {
    ...choices,
    ...eachOf(integers, () => z.number()),
    ...eachOf(optionalNumbers, () => z.number().nullable()),
    ...switches,
  },
  SIMPLE_HOOK_SETTINGS,
);
