import { z } from 'zod';
import { DELIVERY_REASONS } from '@/domain/delivery-reasons';
import { plainRecord } from './plain-record';

export const reason = z.object({
  code: z.enum(DELIVERY_REASONS),
  params: plainRecord(z.union([z.string(), z.number()])),
});
