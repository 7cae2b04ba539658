import type { Measure } from './measure';

/** Median and spread of each measure over the rounds, one line each. */
export function printTable(rows: readonly Measure[]): void {
  const names = [...new Set(rows.map((row) => row.name))];
  for (const name of names) {
    const own = rows.filter((row) => row.name === name);
    const values = own.map((row) => row.value).sort((a, b) => a - b);
    const ratios = own.flatMap((row) => row.ratio?.value ?? []).sort((a, b) => a - b);
    const digits = middle(values) < 100 ? 1 : 0;
    const spread = `${values[0]?.toFixed(digits)} to ${values.at(-1)?.toFixed(digits)}`;
    const of = own.find((row) => row.ratio)?.ratio?.of;
    const ratio = of === undefined ? '' : `  ${middle(ratios).toFixed(2)} of ${of}`;
    process.stdout.write(
      `${name.padEnd(44)} ${middle(values).toFixed(digits).padStart(9)} ${(own[0]?.unit ?? '').padEnd(9)} (${spread})${ratio}\n`,
    );
  }
}

/** The median of a sorted list. For an even length, the mean of the two in the middle. */
function middle(list: readonly number[]): number {
  const below = list[Math.ceil(list.length / 2) - 1] ?? Number.NaN;
  const above = list[Math.floor(list.length / 2)] ?? Number.NaN;
  return (below + above) / 2;
}
