/**
 * Work that tends to come all at once, a few pieces at each turn of the event loop and in their order: whatever else
 * has come is dealt with in between.
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
      // Whatever becomes of one, the others have their turn.
      this.isRunning = this.waiting.length > 0;
      if (this.isRunning) setImmediate(this.run);
    }
  };
}
