export type Row = { name: string; unit: string; value: number; ratio: number | null };

/** Median and spread of each measure over the rounds, one line each. */
export function printTable(rows: readonly Row[]): void {
  const names = [...new Set(rows.map((row) => row.name))];
  for (const name of names) {
    const own = rows.filter((row) => row.name === name);
    const values = own.map((row) => row.value).sort((a, b) => a - b);
    const ratios = own.flatMap((row) => row.ratio ?? []).sort((a, b) => a - b);
    const middle = (list: number[]) => list[Math.floor(list.length / 2)] ?? Number.NaN;
    const digits = middle(values) < 100 ? 1 : 0;
    const spread = `${values[0]?.toFixed(digits)} to ${values.at(-1)?.toFixed(digits)}`;
    const ratio =
      ratios.length > 0 ? `  ${(middle(ratios) * 100).toFixed(0)} % of the raw loop` : '';
    process.stdout.write(
      `${name.padEnd(28)} ${middle(values).toFixed(digits).padStart(9)} ${own[0]?.unit.padEnd(9)} (${spread})${ratio}\n`,
    );
  }
}
