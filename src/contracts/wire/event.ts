import type { z } from 'zod';
import type { PublishedEvent } from '../events';
import type { v2 } from '../rest/v2';

export function v2Published({ id, ...event }: PublishedEvent): z.infer<typeof v2.published> {
  return { id: String(id), ...event };
}
