/** Tells a run that is under way at once that there is more to do. */
export class WakeSignal {
  private isRaised = false;
  private readonly listeners = new Set<() => void>();

  raise(): void {
    this.isRaised = true;
    for (const onRaised of [...this.listeners]) onRaised();
  }

  reset(): void {
    this.isRaised = false;
  }

  /** @returns ends it */
  listen(onRaised: () => void): () => void {
    this.listeners.add(onRaised);
    return () => this.listeners.delete(onRaised);
  }

  /** Whether it was raised since the last reset, or is raised within this time. */
  async isRaisedWithin(withinMs: number): Promise<boolean> {
    if (this.isRaised) return true;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(silence);
        stop();
        resolve();
      };
      const silence = setTimeout(end, withinMs);
      const stop = this.listen(end);
    });
    return this.isRaised;
  }
}
