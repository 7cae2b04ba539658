import { parseArgs } from 'node:util';
import { type Answer, type Command, UsageError } from '@/cli/command';
import { COMMANDS } from '@/cli/commands';
import { format, formatJson } from '@/cli/format';
import type { OpenSession } from '@/cli/session';
import { escapeControls } from '@/domain/control-characters';
import { isServiceError } from '@/domain/errors';
import packageJson from '../../package.json';

export type Io = { out(text: string): void; err(text: string): void; open: OpenSession };

const PROGRAM = 'gancho';

/** Runs one command line and returns its exit code: 0, 1 for a failure, 2 for wrong usage. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const words = argv.filter((word, index) => index < 2 && !word.startsWith('-'));
  if (argv[0] === '--version') {
    io.out(`${packageJson.version}\n`);
    return 0;
  }
  const command = findCommand(words);
  const wantsHelp = argv.includes('--help') || argv.includes('-h');
  if (command === null) {
    if (wantsHelp || argv.length === 0 || words[0] === 'help') {
      io.out(helpFor(words[0]));
      return 0;
    }
    io.err(`Unknown command: ${escapeControls(words.join(' '))}\n\n${helpFor(words[0])}`);
    return 2;
  }
  if (wantsHelp) {
    io.out(`${usageLine(command)}\n${command.summary}\n`);
    return 0;
  }
  return run(command, argv.slice(command.verb === '' ? 1 : 2), io);
}

function findCommand([noun, verb]: readonly string[]): Command | null {
  const isMeant = (one: Command) => one.noun === noun && (one.verb === '' || one.verb === verb);
  return COMMANDS.find(isMeant) ?? null;
}

async function run(command: Command, args: string[], io: Io): Promise<number> {
  try {
    const { json, ...given } = parse(command, args);
    const answer: Answer = await command.run(given, io.open);
    io.out(`${json ? formatJson(answer.value) : format(answer.shown ?? answer.value)}\n`);
    return answer.exitCode ?? 0;
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${printable(error.message)}\n${usageLine(command)}\n`);
      return 2;
    }
    io.err(`${printable(messageOf(error, command))}\n`);
    return 1;
  }
}

/** A message can quote a word of the command line. Its own line breaks stay. */
const printable = (text: string) => text.split('\n').map(escapeControls).join('\n');

function parse(command: Command, args: string[]): Record<string, unknown> {
  const options = Object.fromEntries(
    command.flags.map((name) => [
      name,
      {
        type: command.switches.includes(name) ? ('boolean' as const) : ('string' as const),
        multiple: command.repeatable.includes(name),
      },
    ]),
  );
  const { operand } = command;
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...options, json: { type: 'boolean' } },
      allowPositionals: operand !== null,
    });
    const [given, ...more] = positionals;
    if (more.length > 0) throw new Error(`Unexpected argument '${more[0]}'`);
    return operand === null ? { ...values } : { ...values, [operand]: given };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function messageOf(error: unknown, command?: Command): string {
  if (isServiceError(error) && error.details.length > 0) {
    const lines = error.details.map(({ field, message }) =>
      field === null ? message : `${command ? flagOf(field, command) : field}: ${message}`,
    );
    return lines.join('\n');
  }
  if (!(error instanceof Error)) return String(error);
  // Drizzle's own message is the query. The cause has the real error.
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The flags for fields of other names. */
const FLAGS: Readonly<Record<string, string>> = {
  destinationHeaders: 'authorization',
  resourceName: 'event',
  eventType: 'event',
  triggers: 'event',
  resource_name: 'resource',
  event_type: 'event',
};

/** The flag that a field of the input comes from. */
function flagOf(field: string, { flags }: Command): string {
  const [first = ''] = field.split('.');
  const own = first
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replaceAll('_', '-');
  const flag = flags.includes(own) ? own : FLAGS[first];
  return flag !== undefined && flags.includes(flag) ? `--${flag}` : field;
}

function usageLine({ noun, verb, usage }: Command): string {
  return `Usage: ${PROGRAM} ${[noun, verb, usage].filter(Boolean).join(' ')} [--json]`;
}

function helpFor(noun: string | undefined): string {
  const own = COMMANDS.filter((command) => command.noun === noun);
  const shown = own.length > 0 ? own : COMMANDS;
  const names = shown.map(({ noun: name, verb }) => `${name} ${verb}`.trim());
  const width = Math.max(...names.map((name) => name.length));
  const lines = shown.map(({ summary }, n) => `  ${(names[n] ?? '').padEnd(width)}  ${summary}`);
  return [
    `Usage: npm run -s ${PROGRAM} -- <noun> <verb> [--flags] [--json]`,
    '',
    ...lines,
    '',
    'With --help a command shows its flags. With --json it prints one JSON value. --version names the release.',
    '',
  ].join('\n');
}
