import type { z } from 'zod';
import type { OpenSession, Session } from '@/cli/session';

/** One `noun verb` of the command line. */
export type Command = {
  noun: string;
  /** Empty for commands of one word. */
  verb: string;
  /** What follows the name in the usage line. */
  usage: string;
  summary: string;
  flags: readonly string[];
  /** May be given several times. */
  repeatable: readonly string[];
  /** Stand alone, without a value. */
  switches: readonly string[];
  /** The name of a positional argument, such as a file. */
  operand: string | null;
  run(given: Record<string, unknown>, open: OpenSession): Promise<Answer>;
};

/** What a command has to say: printed as JSON with --json, else in words. */
export type Answer = {
  value: unknown;
  /** What people get instead: less than the whole, where that would not fit a terminal. */
  shown?: unknown;
  exitCode?: number;
};

/** The call itself is wrong: exit code 2, with the usage. */
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

/** A command that works on the database, which is there while it runs. */
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

/** A command that opens what it needs by itself. */
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
