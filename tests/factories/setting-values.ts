import {
  HOOK_SETTING_NAMES,
  HOOK_SETTINGS,
  type HookSettingName,
  type HookSettingOf,
} from '@/domain/hook-settings';
import { eachOf, wireName } from '@/domain/keyed';

/** Two values of a setting, as REST reads them: one that is not its default, and another. */
type Pair = readonly [first: unknown, second: unknown];

/** The compiler requires a line for each new setting that has its own rules. */
const OWN: Record<HookSettingOf<'own' | 'headers'>, Pair> = {
  name: ['Payroll', 'Payroll 2'],
  namespace: ['payroll', 'payroll-2'],
  payloadVersion: ['v3.0', 'v2.0'],
  destinationUrl: ['https://a.example/1', 'https://a.example/2'],
  destinationHeaders: [{ 'X-First': 'one' }, { 'X-Second': 'two' }],
  publicHeaders: [['X-First'], ['X-Second']],
};

function pairOf(name: HookSettingName): Pair {
  const setting = HOOK_SETTINGS[name];
  switch (setting.kind) {
    case 'integer':
    case 'optionalNumber':
      // A limit that differs in one place refuses one of them.
      return [setting.min, setting.max];
    case 'choice':
      return [setting.values.find((value) => value !== setting.defaultValue), setting.defaultValue];
    case 'switch':
      return [!setting.defaultValue, setting.defaultValue];
    default:
      return OWN[name as keyof typeof OWN];
  }
}

const PAIRS = eachOf(HOOK_SETTING_NAMES, pairOf);

export type Round = 'first' | 'second';
/** Every setting by its inner name. */
export const settingValues = (round: Round) =>
  eachOf(HOOK_SETTING_NAMES, (name) => PAIRS[name][round === 'first' ? 0 : 1]);
/** The same by wire names. */
export const wireValues = (round: Round): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settingValues(round)).map(([name, value]) => [wireName(name), value]),
  );
