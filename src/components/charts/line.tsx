/** A value over time, above the same steps as the bars. The line breaks at missing values. */
export function Line({
  values,
  heightPx,
}: {
  values: readonly (number | null)[];
  heightPx: number;
}) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const y = (value: number) => heightPx - 2 - (value / most) * (heightPx - 4);
  const at = (n: number) => values[n] ?? null;
  const isLone = (n: number) => at(n - 1) === null && at(n + 1) === null;
  const known = values.flatMap((value, n) =>
    value === null ? [] : [{ n, point: `${n + 0.5} ${y(value)}` }],
  );
  const path = known
    .filter(({ n }) => !isLone(n))
    .map(({ n, point }) => `${at(n - 1) === null ? 'M' : 'L'}${point}`)
    .join('');
  // A line without length is drawn as its round end.
  const dots = known
    .filter(({ n }) => isLone(n))
    .map(({ point }) => `M${point}h0.001`)
    .join('');
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${values.length} ${heightPx}`}
      preserveAspectRatio="none"
      className="block w-full"
      style={{ height: heightPx }}
    >
      <Stroke d={path} width={2} />
      <Stroke d={dots} width={4} />
    </svg>
  );
}

function Stroke({ d, width }: { d: string; width: number }) {
  return (
    <path
      d={d}
      fill="none"
      strokeWidth={width}
      strokeLinecap="round"
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
      className="stroke-accent"
    />
  );
}
