import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { id, list, text } from '@/cli/flags';
import { SCOPES } from '@/domain/scopes';
import { createClient, revokeClient, rotateClientSecret } from '@/server/services/api-clients';
import { locateClient } from '@/server/services/api-clients/locate-client';

export const clientCommands = [
  defineCommand(
    {
      name: 'client create',
      usage: '--company ID --name NAME [--project ID]... [--scopes a,b]',
      summary: 'Create an API client; prints its secret, once (default: all scopes and projects)',
      flags: z.object({
        company: id,
        name: text,
        project: z.array(id).optional(),
        scopes: list(SCOPES).optional(),
      }),
      repeatable: ['project'],
    },
    async ({ ctx }, { company, name, project, scopes }) => {
      const input = { companyId: company, name, scopes, projectIds: project };
      const client = await createClient({ ctx, input });
      return { id: client.id, client_id: client.clientId, client_secret: client.clientSecret };
    },
  ),
  defineCommand(
    {
      name: 'client rotate',
      usage: '--id ID',
      summary:
        'Give an API client a second secret; prints it, once (the old one works 7 days more)',
      flags: z.object({ id }),
    },
    async ({ ctx }, { id: apiClientId }) => {
      const { companyId } = await locateClient({ ctx, input: { apiClientId } });
      const rotated = await rotateClientSecret({ ctx, input: { companyId, apiClientId } });
      return {
        id: apiClientId,
        client_id: rotated.clientId,
        client_secret: rotated.clientSecret,
        previous_secret_until: rotated.previousSecretUntil,
      };
    },
  ),
  defineCommand(
    {
      name: 'client revoke',
      usage: '--id ID',
      summary: 'Revoke an API client and its tokens, for good',
      flags: z.object({ id }),
    },
    async ({ ctx }, { id: apiClientId }) => {
      const { companyId } = await locateClient({ ctx, input: { apiClientId } });
      await revokeClient({ ctx, input: { companyId, apiClientId } });
      return { revoked: apiClientId };
    },
  ),
];
