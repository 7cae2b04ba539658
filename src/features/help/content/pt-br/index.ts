import type { Guide, GuideFacts } from '../guide';
import { lookingAfter } from './looking-after';
import { settingUp } from './setting-up';

export const brazilianPortuguese = (facts: GuideFacts): Guide => ({
  ...settingUp,
  ...lookingAfter(facts),
});
