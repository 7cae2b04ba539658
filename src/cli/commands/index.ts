import type { Command } from '@/cli/command';
import { companyCommands } from '@/cli/commands/company';
import { databaseCommands } from '@/cli/commands/database';
import { demoCommands } from '@/cli/commands/demo';
import { doctorCommands } from '@/cli/commands/doctor';
import { eventCommands } from '@/cli/commands/event';
import { hookCommands } from '@/cli/commands/hook';
import { projectCommands } from '@/cli/commands/project';
import { resourceCommands } from '@/cli/commands/resource';
import { secretsCommands } from '@/cli/commands/secrets';
import { userCommands } from '@/cli/commands/user';

export const COMMANDS: readonly Command[] = [
  ...companyCommands,
  ...projectCommands,
  ...userCommands,
  ...resourceCommands,
  ...eventCommands,
  ...hookCommands,
  ...databaseCommands,
  ...secretsCommands,
  ...demoCommands,
  ...doctorCommands,
];
