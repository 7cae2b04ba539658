import type { z } from 'zod';
import type { OpenSession, Session } from '@/cli/session';

/** One `noun verb` of the command line. */
export type Command = {
  noun: string;
  /** Empty for commands of one word. */
  verb: string;
  /** The rest of the usage line, after the name. */
  usage: string;
  summary: string;
  flags: readonly string[];
  /** Flags that may be given several times. */
  repeatable: readonly string[];
  /** Flags without a value. */
  switches: readonly string[];
  /** The name of a positional argument, such as a file. */
  operand: string | null;
  run(given: Record<string, unknown>, open: OpenSession): Promise<Answer>;
};

/** The result of a command, printed as JSON with --json, otherwise in words. */
export type Answer = {
  value: unknown;
  /** The shorter text for people, if the whole value would not fit a terminal. */
  shown?: unknown;
  exitCode?: number;
};

/** A wrong call: exit code 2, with the usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

type Definition<Flags extends z.ZodObject, Value = unknown> = {
  name: string;
  usage: string;
  summary: string;
  flags: Flags;
  repeatable?: readonly string[];
  switches?: readonly string[];
  operand?: string;
  show?: (value: Value) => unknown;
};

/** A command that works on the database, which runs at least as long as the command. */
export function defineCommand<Flags extends z.ZodObject, Value>(
  definition: Definition<Flags, Value>,
  run: (session: Session, flags: z.output<Flags>) => Promise<Value>,
): Command {
  const { show, ...raw } = definition;
  return defineRawCommand(raw, async (flags, open) => {
    const session = await open({ isMigrated: true });
    try {
      const value = await run(session, flags);
      return show ? { value, shown: show(value) } : { value };
    } finally {
      await session.close();
    }
  });
}

/** A command that opens its own resources. */
export function defineRawCommand<Flags extends z.ZodObject>(
  definition: Definition<Flags>,
  run: (flags: z.output<Flags>, open: OpenSession) => Promise<Answer>,
): Command {
  const {
    name,
    usage,
    summary,
    flags,
    repeatable = [],
    switches = [],
    operand = null,
  } = definition;
  const [noun = '', verb = ''] = name.split(' ');
  return {
    noun,
    verb,
    usage,
    summary,
    flags: Object.keys(flags.shape).filter((flag) => flag !== operand),
    repeatable,
    switches,
    operand,
    run: (given, open) => {
      const parsed = flags.safeParse(given);
      if (parsed.success) return run(parsed.data, open);
      const problems = parsed.error.issues.map(({ path, message }) => {
        const [flag] = path.map(String);
        if (flag === undefined) return message;
        return `${flag === operand ? flag.toUpperCase() : `--${flag}`} ${message}`;
      });
      throw new UsageError(problems.join('\n'));
    },
  };
}
