import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { choice, id, text } from '@/cli/flags';
import type { RuntimeEnv } from '@/env';
import { createUser, resetPassword } from '@/server/services/users';

const withLink = (env: RuntimeEnv, user: { id: number; email: string; token: string }) => ({
  id: user.id,
  email: user.email,
  link: `${env.publicUrl}/start?once=${user.token}`,
});

export const userCommands = [
  defineCommand(
    {
      name: 'user create',
      usage: '--email EMAIL --role admin|member|read_only --company ID [--project ID]',
      summary: 'Give a person a role; prints a one-time sign-in link (24 hours)',
      flags: z.object({
        email: text,
        role: choice(['admin', 'member', 'read_only']),
        company: id,
        project: id.optional(),
      }),
    },
    async ({ ctx, env }, { email, role, company, project = null }) => {
      const input = { email, role, companyId: company, projectId: project };
      return withLink(env, await createUser({ ctx, input }));
    },
  ),
  defineCommand(
    {
      name: 'user reset-password',
      usage: '--email EMAIL',
      summary: "Remove a person's password; prints a one-time sign-in link (1 hour)",
      flags: z.object({ email: text }),
    },
    async ({ ctx, env }, { email }) =>
      withLink(env, await resetPassword({ ctx, input: { email } })),
  ),
];
