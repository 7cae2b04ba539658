import type { Guide, GuideFacts } from '../guide';
import { lookingAfter } from './looking-after';
import { settingUp } from './setting-up';

export const spanish = (facts: GuideFacts): Guide => ({
  ...settingUp,
  ...lookingAfter(facts),
});
