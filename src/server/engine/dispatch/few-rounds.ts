/** The second round takes events that are published while the first one waits, for example for the lock of a hook. */
const ROUNDS_MAX = 2;

/** The result of one round. */
type Found = { events: number; hasMore: boolean };

/** Dispatches in rounds while there are events, or while a caller asks for another round. */
export class FewRounds {
  events = 0;
  /** There are events left, for these rounds or for the batches of companies with many events. */
  hasMore = true;
  private isAsked = false;
  private readonly rounds = new Set<Promise<void>>();
  private failed: { error: unknown } | null = null;
  private readonly onRoundEnded: (() => void)[] = [];

  constructor(
    private readonly dispatch: () => Promise<Found>,
    private readonly deadlineMs: number,
  ) {}

  /** Waits for one round only, because the rounds have no end while companies publish all the time. */
  async once(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.onRoundEnded.push(resolve));
    this.begin();
    await ended;
    this.throwFailed();
  }

  begin(): void {
    this.isAsked = true;
    if (this.rounds.size >= ROUNDS_MAX) return;
    const round = this.runWhileAsked()
      .catch((error: unknown) => {
        this.failed = { error };
      })
      .finally(() => {
        this.rounds.delete(round);
        this.tellRoundEnded();
      });
    this.rounds.add(round);
  }

  /** Rejects with the error of a failed round. */
  async ended(): Promise<void> {
    await Promise.all(this.rounds);
    this.throwFailed();
  }

  private tellRoundEnded(): void {
    for (const resolve of this.onRoundEnded.splice(0)) resolve();
  }

  private throwFailed(): void {
    const { failed } = this;
    this.failed = null;
    if (failed) throw failed.error;
  }

  private async runWhileAsked(): Promise<void> {
    while (this.isAsked && performance.now() < this.deadlineMs) {
      this.isAsked = false;
      const batch = await this.dispatch();
      this.events += batch.events;
      this.hasMore = batch.hasMore;
      if (batch.events > 0 && batch.hasMore) this.isAsked = true;
      this.tellRoundEnded();
    }
  }
}
