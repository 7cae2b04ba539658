/** By which a run that is there hears at once that there is more. */
export class Doorbell {
  private hasRung = false;
  private readonly listeners = new Set<() => void>();

  ring(): void {
    this.hasRung = true;
    for (const onRing of [...this.listeners]) onRing();
  }

  /** From here on, until it rings again, it has not rung. */
  reset(): void {
    this.hasRung = false;
  }

  /** @returns ends it */
  listen(onRing: () => void): () => void {
    this.listeners.add(onRing);
    return () => this.listeners.delete(onRing);
  }

  /** Whether it has rung, or does within this time. */
  async rings(withinMs: number): Promise<boolean> {
    if (this.hasRung) return true;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(silence);
        stop();
        resolve();
      };
      const silence = setTimeout(end, withinMs);
      const stop = this.listen(end);
    });
    return this.hasRung;
  }
}
