/** `isDrained`: nothing more was due. Otherwise the time ran out, or the run handed over. */
export type PumpRun = { attempted: number; isDrained: boolean };

/** How many deliveries were claimed already, and whether no others are known to be due. */
export type Begun = { claimed: number; isAll: boolean };

export type PumpRunInput = { deadlineMs: number; handOver?: Promise<unknown>; begun?: Begun };

type ActiveRun = {
  timer: NodeJS.Timeout;
  settle: (isDrained: boolean) => void;
  fail: (error: unknown) => void;
};

type RunInput = {
  withinMs: number;
  handOver?: Promise<unknown>;
  /** The pump's attempts: the current count, and the count when the run began. */
  attempted: () => number;
  before: number;
};

/** The runs that hold the pump open. A run ends when its time is over, it hands over, or nothing is left. */
export class Runs {
  private readonly active = new Set<ActiveRun>();

  constructor(private readonly onEnded: () => void) {}

  begin({ withinMs, handOver, attempted, before }: RunInput): Promise<PumpRun> {
    return new Promise<PumpRun>((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(run.timer);
        if (!this.active.delete(run)) return;
        finish();
        this.onEnded();
      };
      const run: ActiveRun = {
        timer: setTimeout(() => run.settle(false), withinMs),
        settle: (isDrained) => end(() => resolve({ attempted: attempted() - before, isDrained })),
        fail: (error) => end(() => reject(error)),
      };
      this.active.add(run);
      void handOver?.then(() => run.settle(false));
    });
  }

  settle(isDrained: boolean): void {
    for (const run of [...this.active]) run.settle(isDrained);
  }

  fail(error: unknown): void {
    for (const run of [...this.active]) run.fail(error);
  }
}
