import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { rotateSecretKey } from '@/server/services/setup';

export const secretsCommands = [
  defineCommand(
    {
      name: 'secrets rotate',
      usage: '',
      summary:
        'Seal all secrets under GANCHO_SECRET_KEY; they may be under GANCHO_SECRET_KEY_PREVIOUS',
      flags: z.object({}),
    },
    async ({ ctx, env }) => {
      const done = await rotateSecretKey({ ctx, input: { secretKey: env.secretKey } });
      const { headers, signingSecrets, answers } = done;
      return { headers, signing_secrets: signingSecrets, idempotent_answers: answers };
    },
  ),
];
