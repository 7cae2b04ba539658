import type { HookAddress } from '@/contracts/hooks';
import type { Trigger } from '@/contracts/triggers';
import { internalError, invalidInput } from '@/domain/errors';
import type { Context } from '../context';
import { addTriggers } from './add-triggers';
import type { Choice } from './check-choice';

/**
 * Adds one trigger.
 * @throws ServiceError `invalid_input` if a bulk answer would contain the reason
 */
export async function addTrigger({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress & Choice;
}): Promise<Trigger> {
  const { resourceName, eventType, ...address } = input;
  const { items } = await addTriggers({
    ctx,
    input: { ...address, triggers: [{ resourceName, eventType }] },
  });
  const [item] = items;
  if (item === undefined) throw internalError(new Error('one trigger in, none out'));
  if (!item.ok) throw invalidInput([item.error]);
  return item.trigger;
}
