import { z } from 'zod';
import { DELIVERY_REASONS } from '@/domain/delivery-reasons';

export const reason = z.object({
  code: z.enum(DELIVERY_REASONS),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
