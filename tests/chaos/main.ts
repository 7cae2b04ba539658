import { seeded } from '../support/random';
import { type Report, runChaos } from './chaos';
import { FAULT_KINDS, planned } from './faults';

const [, , programs = ''] = process.argv;
const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const count = Number(process.env.CHAOS_FAULTS ?? 200);

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
    print(`${String(report.faults.filter((one) => one.kind === kind).length).padStart(8)} ${kind}`);
  }
  const numbers: [string, number][] = [
    ['publish calls', report.calls],
    ['events accepted', report.events],
    ['deliveries', report.deliveries],
    ['requests received', report.receipts],
    ['attempts interrupted', report.interrupted],
    ['queues discarded by the operator', report.discards],
    ['deliveries sent again by the operator', report.redelivered],
    ['received again after a 2xx', report.duplicates],
    ['longest silence after a return, ms', report.silenceMs],
    ['until all was delivered, ms', report.settledMs],
    ['seconds in all', report.seconds],
  ];
  print('');
  for (const [name, value] of numbers) print(`${String(value).padStart(8)} ${name}`);
}

print(`seed ${seed}, ${count} faults (CHAOS_SEED=${seed} CHAOS_FAULTS=${count} repeats this run)`);
const report = await runChaos({
  programs,
  seed,
  faults: planned(seeded(seed), count),
  eventsPerSecond: 60,
  settleMs: 180_000,
  say: print,
});
printReport(report);
if (report.findings.some(({ problems }) => problems.length > 0)) {
  print(`\n${report.log.split('\n').slice(-40).join('\n')}`);
  process.exitCode = 1;
}
