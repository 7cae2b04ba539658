import type { HookHealth } from '@/domain/health';
import type { HookView } from './hook-view';

/** The line above a hook's facts: a key of the messages, and its parameters. */
export type HookSentence = {
  key: HookHealth | 'gone' | 'deleted';
  since: Date | null;
  reason: HookView['lastError'];
  nextTry: Date | null;
  isDiscarding: boolean;
};

type Facts = Pick<
  HookView,
  'health' | 'disabledReason' | 'deletedAt' | 'failingSince' | 'lastError'
>;
type Queue = { nextAttemptAt: Date | null; isDiscarding: boolean };

/** `queue` is undefined until it has been loaded. */
export function hookSentence(hook: Facts, queue: Queue | undefined): HookSentence {
  const isTrying = hook.health === 'failing' || hook.health === 'retrying';
  const plain = {
    since: null,
    reason: null,
    nextTry: null,
    isDiscarding: queue?.isDiscarding ?? false,
  };
  if (hook.deletedAt !== null) return { ...plain, key: 'deleted', since: hook.deletedAt };
  if (hook.disabledReason === 'gone') return { ...plain, key: 'gone' };
  if (!isTrying) return { ...plain, key: hook.health };
  return {
    ...plain,
    key: hook.health,
    since: hook.failingSince,
    reason: hook.lastError,
    nextTry: queue?.nextAttemptAt ?? null,
  };
}
