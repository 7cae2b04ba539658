import type { Log } from '@/server/services/context';
import type { HealthChange } from './claim';

const LINES: Record<HealthChange['change'], { event: string; message: string }> = {
  opened: { event: 'circuit_opened', message: 'A circuit opened: one probe after each pause' },
  closed: { event: 'circuit_closed', message: 'A circuit closed' },
  failing: {
    event: 'hook_failing',
    message: 'A hook fails in order: its first delivery is retried',
  },
  recovered: { event: 'hook_recovered', message: 'A hook delivered again' },
  gone: { event: 'hook_disabled', message: 'A hook was disabled: its endpoint answered 410' },
  first_lost: { event: 'delivery_lost', message: 'A hook lost an event, and none before' },
  lost: { event: 'deliveries_lost', message: 'The retry window of a hook ended' },
};

/** Logs one line for each change of a hook's health. */
export function logChange(log: Log, changed: HealthChange): void {
  const { hookId, companyId, change, pauseSeconds, lost } = changed;
  const { event, message } = LINES[change];
  const more = {
    ...(pauseSeconds === null ? {} : { pause_seconds: pauseSeconds }),
    ...(lost === null ? {} : { count: lost }),
  };
  log.info({ event, hook_id: hookId, company_id: companyId, ...more }, message);
}
