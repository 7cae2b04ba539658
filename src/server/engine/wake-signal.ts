/** Tells a running dispatch at once that there is more to do. */
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

  /** @returns a function that stops listening */
  listen(onRaised: () => void): () => void {
    this.listeners.add(onRaised);
    return () => this.listeners.delete(onRaised);
  }

  /** Whether the signal was raised since the last reset, or is raised within this time. */
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
