import { container } from '@/server/container';

/** What the console's pages say of this installation. */
export function consoleSettings(): { retentionDays: number } {
  return { retentionDays: container().services.settings.retentionDays };
}
