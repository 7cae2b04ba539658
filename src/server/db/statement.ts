/** The text, with `$1`, `$2` ... for the values. */
export type Compiled = { text: string; values: unknown[] };
type Run = (compiled: Compiled) => Promise<unknown>;

/** A name in the text of a statement. */
export class Identifier {
  readonly quoted: string;

  /** @param name dots separate schema, table and column */
  constructor(name: string) {
    this.quoted = name
      .split('.')
      .map((part) => `"${part.replaceAll('"', '""')}"`)
      .join('.');
  }
}

/** The texts of templates without parts of their own. */
const texts = new WeakMap<readonly string[], string>();
const isPlain = (value: unknown) =>
  value !== undefined && !(value instanceof Statement) && !(value instanceof Identifier);

/** A statement that is sent when somebody awaits it. Inside another statement's template it is a part of that one. */
export class Statement<Rows> implements Promise<Rows> {
  readonly [Symbol.toStringTag] = 'Statement';
  private sent: Promise<Rows> | null = null;

  constructor(
    private readonly parts: readonly string[],
    private readonly values: readonly unknown[],
    private readonly run: Run,
  ) {}

  // biome-ignore lint/suspicious/noThenProperty: awaiting a statement sends it.
  then<A = Rows, B = never>(
    onFulfilled?: ((rows: Rows) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.send().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null) {
    return this.send().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Rows> {
    return this.send().finally(onFinally);
  }

  private send(): Promise<Rows> {
    this.sent ??= this.run(this.compile()) as Promise<Rows>;
    return this.sent;
  }

  private compile(): Compiled {
    // The same text object each time: its hash, by which its prepared statement is found, is computed once.
    if (this.values.every(isPlain)) {
      const known = texts.get(this.parts);
      if (known !== undefined) return { text: known, values: [...this.values] };
    }
    const compiled = this.build();
    if (this.values.every(isPlain)) texts.set(this.parts, compiled.text);
    return compiled;
  }

  private build(): Compiled {
    const compiled: Compiled = { text: '', values: [] };
    this.addTo(compiled);
    return compiled;
  }

  private addTo(compiled: Compiled): void {
    compiled.text += this.parts[0] ?? '';
    for (const [i, value] of this.values.entries()) {
      if (value instanceof Statement) value.addTo(compiled);
      else if (value instanceof Identifier) compiled.text += value.quoted;
      else if (value === undefined) throw new Error(`value ${i + 1} of a statement is undefined`);
      else compiled.text += `$${compiled.values.push(value)}`;
      compiled.text += this.parts[i + 1] ?? '';
    }
  }
}

/** The rows of a statement, as its columns are named. */
// biome-ignore lint/suspicious/noExplicitAny: the caller names the row's type, and no check can.
type AnyRow = any;

export interface Runner {
  <Rows extends readonly object[] = AnyRow[]>(
    parts: TemplateStringsArray,
    ...values: unknown[]
  ): Statement<Rows>;
  (name: string): Identifier;
  /** A text that is not a template: a whole script, or a statement with `$1` for each value. */
  unsafe<Rows extends readonly object[] = AnyRow[]>(
    text: string,
    values?: readonly unknown[],
  ): Statement<Rows>;
}

export function createRunner(run: Run): Runner {
  const tag = (given: TemplateStringsArray | string, ...values: unknown[]) =>
    typeof given === 'string' ? new Identifier(given) : new Statement(given, values, run);
  const unsafe = (text: string, values: readonly unknown[] = []) =>
    new Statement([text], [], ({ text: whole }) => run({ text: whole, values: [...values] }));
  return Object.assign(tag, { unsafe }) as Runner;
}
