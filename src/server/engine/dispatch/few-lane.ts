/** A second one for what is published while the first one waits, say for the lock of a hook. */
const LOOKS_MAX = 2;

/** What one look found. */
type Found = { events: number; hasMore: boolean };

/** Looks for as long as there is something, or someone asks for another look. */
export class FewLane {
  events = 0;
  /** Something is left, for this lane or for the other one. */
  hasMore = true;
  private isAsked = false;
  private readonly looks = new Set<Promise<void>>();
  private failed: { error: unknown } | null = null;
  private readonly onLooked: (() => void)[] = [];

  constructor(
    private readonly dispatch: () => Promise<Found>,
    private readonly deadlineMs: number,
  ) {}

  /** Waits for one look alone: with companies that always publish, the looks have no end. */
  async once(): Promise<void> {
    const looked = new Promise<void>((resolve) => this.onLooked.push(resolve));
    this.look();
    await looked;
    this.throwFailed();
  }

  look(): void {
    this.isAsked = true;
    if (this.looks.size >= LOOKS_MAX) return;
    const look = this.lookWhileAsked()
      .catch((error: unknown) => {
        this.failed = { error };
      })
      .finally(() => {
        this.looks.delete(look);
        this.tellLooked();
      });
    this.looks.add(look);
  }

  /** Rejects with what has failed. */
  async ended(): Promise<void> {
    await Promise.all(this.looks);
    this.throwFailed();
  }

  private tellLooked(): void {
    for (const resolve of this.onLooked.splice(0)) resolve();
  }

  private throwFailed(): void {
    const { failed } = this;
    this.failed = null;
    if (failed) throw failed.error;
  }

  private async lookWhileAsked(): Promise<void> {
    while (this.isAsked && performance.now() < this.deadlineMs) {
      this.isAsked = false;
      const batch = await this.dispatch();
      this.events += batch.events;
      this.hasMore = batch.hasMore;
      if (batch.events > 0 && batch.hasMore) this.isAsked = true;
      this.tellLooked();
    }
  }
}
