import { SCOPES, type Scope } from '@/domain/scopes';

/** The common purposes of clients, so that nobody needs to know the scopes by name. */
export const PRESETS = {
  manage: ['hooks:read', 'hooks:write', 'deliveries:read', 'deliveries:write'],
  publish: ['events:write'],
  read: ['hooks:read', 'events:read', 'deliveries:read'],
  all: SCOPES,
} as const satisfies Record<string, readonly Scope[]>;

export type Preset = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as Preset[];

/** The preset with exactly these scopes, or null. */
export function presetOf(scopes: readonly Scope[]): Preset | null {
  const isSame = (preset: readonly Scope[]) =>
    preset.length === scopes.length && preset.every((scope) => scopes.includes(scope));
  return PRESET_NAMES.find((name) => isSame(PRESETS[name])) ?? null;
}
