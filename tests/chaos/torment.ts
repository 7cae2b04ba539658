import { pick } from '../support/random';
import { type Fault, type FaultKind, type Track, traitsOf } from './fault-kinds';
import { inflict, type Stage } from './faults';
import { recoveredMs } from './lateness';
import { pause } from './waiting';

type Options = {
  faults: readonly FaultKind[];
  leniency: number;
  say: (line: string) => void;
};

/** After this number of faults everything recovers. Then comes a time without faults or recovery. */
const ROUND = 50;
const CALM_MS = 4_000;
const PAUSES_MS = [50, 200, 400, 800];
const TRACKS: readonly Track[] = ['processes', 'freezes', 'database', 'others'];

/**
 * Injects the faults of a run: one after the other in each track, with tracks at the same time, and a calm time after
 * each round. The next one often comes before everything has recovered from the last.
 */
export async function torment({ faults, leniency, say }: Options, stage: Stage): Promise<Fault[]> {
  const done: Fault[] = [];

  async function track(kinds: readonly FaultKind[]): Promise<void> {
    for (const kind of kinds) {
      done.push(await inflict(kind, stage));
      say(`${done.length}/${faults.length} ${kind}`);
      if (stage.random() < 0.6) await stage.cluster.ready();
      await pause(pick(stage.random, PAUSES_MS));
    }
  }

  for (let from = 0; from < faults.length; from += ROUND) {
    const round = faults.slice(from, from + ROUND);
    await Promise.all(
      TRACKS.map((name) => track(round.filter((kind) => traitsOf(kind).track === name))),
    );
    await stage.cluster.ready();
    const calmFromMs = Math.max(...done.map((fault) => recoveredMs(fault, leniency)));
    await pause(Math.max(0, calmFromMs - Date.now()) + CALM_MS);
  }
  return done;
}
