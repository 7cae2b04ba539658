/**
 * Runs work that tends to arrive all at once. It runs a few pieces at each turn of the event loop, in their order, so
 * that other work runs in between.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private isRunning = false;

  constructor(private readonly atOnce: number) {}

  add(work: () => void): void {
    this.waiting.push(work);
    if (this.isRunning) return;
    this.isRunning = true;
    setImmediate(this.run);
  }

  private readonly run = (): void => {
    try {
      for (const work of this.waiting.splice(0, this.atOnce)) work();
    } finally {
      // Even if one fails, the others have their turn.
      this.isRunning = this.waiting.length > 0;
      if (this.isRunning) setImmediate(this.run);
    }
  };
}
