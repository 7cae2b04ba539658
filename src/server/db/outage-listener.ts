import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServiceError } from '@/domain/errors';

/** Told of each outage of the database that the work begun under it meets. */
export const outageListener = new AsyncLocalStorage<(outage: ServiceError) => void>();
