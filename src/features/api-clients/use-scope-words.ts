import { useLocale, useTranslations } from 'next-intl';
import type { Scope } from '@/domain/scopes';
import { type Preset, presetOf } from './presets';

const SCOPE_WORDS = {
  'hooks:read': 'readHooks',
  'hooks:write': 'writeHooks',
  'events:read': 'readEvents',
  'events:write': 'writeEvents',
  'deliveries:read': 'readDeliveries',
  'deliveries:write': 'writeDeliveries',
} as const satisfies Record<Scope, string>;

const PRESET_WORDS = {
  manage: 'presetManage',
  publish: 'presetPublish',
  read: 'presetRead',
  all: 'presetAll',
} as const satisfies Record<Preset, string>;

/** Scopes in the reader's language. */
export function useScopeWords() {
  const t = useTranslations('apiClients');
  const locale = useLocale();
  const scope = (each: Scope) => t(SCOPE_WORDS[each]);
  const preset = (name: Preset) => t(PRESET_WORDS[name]);
  const list = (scopes: readonly Scope[]) => {
    const name = presetOf(scopes);
    return name === null ? new Intl.ListFormat(locale).format(scopes.map(scope)) : preset(name);
  };
  return { scope, preset, list };
}
