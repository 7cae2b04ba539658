/** By which a run that has done its work hears at once that there is more. */
export class Doorbell {
  private hasRung = false;
  private onRing: (() => void) | null = null;

  ring(): void {
    this.hasRung = true;
    this.onRing?.();
  }

  /** From here on, until it rings again, it has not rung. */
  reset(): void {
    this.hasRung = false;
  }

  /** Whether it has rung, or does within so many milliseconds. For one listener at a time. */
  async rings(withinMs: number): Promise<boolean> {
    if (this.hasRung) return true;
    await new Promise<void>((resolve) => {
      const silence = setTimeout(resolve, withinMs);
      this.onRing = () => {
        clearTimeout(silence);
        resolve();
      };
    });
    this.onRing = null;
    return this.hasRung;
  }
}
