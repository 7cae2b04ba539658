import type { Log } from '@/server/services/context';
import type { InngestClient } from './client';
import { type HealthChange, healthChanged } from './events';

/** When a receiver goes down, its hooks begin to fail within moments of each other. */
const GATHER_MS = 100;
const CHANGES_MAX = 100;

/** Announces changes of hooks' health. Changes that happen together share one event, because each event costs a run. */
export class HealthChanges {
  private waiting: HealthChange[] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly sending = new Set<Promise<void>>();

  constructor(
    private readonly client: InngestClient,
    private readonly log: Log,
  ) {}

  add(change: HealthChange): void {
    this.waiting.push(change);
    if (this.waiting.length >= CHANGES_MAX) this.send();
    else this.timer ??= setTimeout(() => this.send(), GATHER_MS);
  }

  /** Resolves when every added change is announced. */
  async flush(): Promise<void> {
    this.send();
    await Promise.all(this.sending);
  }

  private send(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const changes = this.waiting.splice(0);
    if (changes.length === 0) return;
    const sent: Promise<void> = this.client
      .send(healthChanged.create({ changes }))
      .then(
        () => undefined,
        (error: unknown) => this.log.warn({ err: error }, 'A change of health was not announced'),
      )
      .finally(() => this.sending.delete(sent));
    this.sending.add(sent);
  }
}
