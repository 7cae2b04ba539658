import { seeded } from '../support/random';
import { type Report, runChaos } from './chaos';
import { FAULT_KINDS, planned } from './fault-kinds';

const [, , programs = ''] = process.argv;
const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const count = Number(process.env.CHAOS_FAULTS ?? 1000);

const print = (line: string) => void process.stdout.write(`${line}\n`);

function printReport(report: Report): void {
  print('');
  for (const { check, problems } of report.findings) {
    print(`${problems.length === 0 ? 'ok    ' : 'BROKEN'} ${check}`);
    for (const problem of problems.slice(0, 5)) print(`         ${problem}`);
    if (problems.length > 5) print(`         and ${problems.length - 5} more`);
  }
  print('');
  for (const kind of FAULT_KINDS) {
    const count = report.faults.filter((one) => one.kind === kind).length;
    const note = report.leftOut.includes(kind) ? ' (not possible on this machine)' : '';
    print(`${String(count).padStart(8)} ${kind}${note}`);
  }
  const numbers: [string, number][] = [
    ['publish calls', report.calls],
    ['events accepted', report.events],
    ['deliveries', report.deliveries],
    ['requests received', report.receipts],
    ['attempts interrupted', report.interrupted],
    ['queues discarded by the operator', report.discards],
    ['deliveries sent again by the operator', report.redelivered],
    ['deliveries given up as a window ended', report.windowLosses],
    ['received again after a 2xx', report.duplicates],
    ['longest silence after a return, ms', report.silenceMs],
    ['steady events that no fault touched', report.lateness.calm],
    ['  of these received after, ms: p50', report.lateness.calmP50Ms],
    ['  p99', report.lateness.calmP99Ms],
    ['  at most', report.lateness.calmMaxMs],
    ['MB of the database in the end', Math.round(report.databaseBytes / 1e6)],
    ['until all was delivered, ms', report.settledMs],
    ['seconds in all', report.seconds],
  ];
  print('');
  for (const [name, value] of numbers) print(`${String(value).padStart(8)} ${name}`);
}

print(`seed ${seed}, ${count} faults (CHAOS_SEED=${seed} CHAOS_FAULTS=${count} repeats this run)`);
// When the run is told to end, no process may remain, and no file system may stay mounted.
let end = async () => {};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void end().finally(() => process.exit(130)));
}

const report = await runChaos({
  programs,
  seed,
  faults: (possible) => planned(seeded(seed), count, possible),
  eventsPerSecond: 40,
  diskBytes: 6e9,
  leniency: 1,
  settleMs: 180_000,
  say: print,
  onCluster: (cluster) => {
    end = () => cluster.close();
  },
});
printReport(report);
if (report.findings.some(({ problems }) => problems.length > 0)) {
  print(`\n${report.log.split('\n').slice(-40).join('\n')}`);
  process.exitCode = 1;
}
