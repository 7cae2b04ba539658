import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServiceError } from '@/domain/errors';

/** Called for each outage of the database that the work started under it meets. */
export const outageListener = new AsyncLocalStorage<(outage: ServiceError) => void>();
