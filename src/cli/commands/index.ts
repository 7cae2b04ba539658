import type { Command } from '@/cli/command';
import { backupCommands } from '@/cli/commands/backup';
import { clientCommands } from '@/cli/commands/client';
import { companyCommands } from '@/cli/commands/company';
import { databaseCommands } from '@/cli/commands/database';
import { deliveryCommands } from '@/cli/commands/delivery';
import { demoCommands } from '@/cli/commands/demo';
import { doctorCommands } from '@/cli/commands/doctor';
import { eventCommands } from '@/cli/commands/event';
import { hookCommands } from '@/cli/commands/hook';
import { projectCommands } from '@/cli/commands/project';
import { redeliveryCommands } from '@/cli/commands/redelivery';
import { resourceCommands } from '@/cli/commands/resource';
import { secretsCommands } from '@/cli/commands/secrets';
import { userCommands } from '@/cli/commands/user';

export const COMMANDS: readonly Command[] = [
  ...companyCommands,
  ...projectCommands,
  ...userCommands,
  ...clientCommands,
  ...resourceCommands,
  ...eventCommands,
  ...hookCommands,
  ...deliveryCommands,
  ...redeliveryCommands,
  ...databaseCommands,
  ...backupCommands,
  ...secretsCommands,
  ...demoCommands,
  ...doctorCommands,
];
