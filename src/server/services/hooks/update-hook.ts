import { and, eq, sql } from 'drizzle-orm';
import type { Hook, UpdateHookInput } from '@/contracts/hooks';
import { invalidInput } from '@/domain/errors';
import { given, pick } from '@/domain/keyed';
import type { PayloadVersion } from '@/domain/payload/version';
import type { Transaction } from '@/server/db/client';
import { hooks } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { replaceTriggers } from '../triggers/replace-triggers';
import { readUrl } from './destination';
import { headerColumns, readHeaders } from './hook-headers';
import { hooksOf, requireHook } from './hook-rows';
import { describeChanges, PLAIN_HOOK_SETTINGS, refuseForCompanyOnly } from './hook-settings';
import { requireRevision } from './require-revision';
import { statusColumns } from './status-columns';

/** Changes the given fields. A hook that is enabled again continues with its waiting deliveries. */
export async function updateHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: UpdateHookInput;
}): Promise<Hook> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');
  refuseForCompanyOnly(input);
  const settings = given(pick(input, PLAIN_HOOK_SETTINGS));

  const { hook, isStatusChange: isChanged } = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    const before = await requireHook(tx, tenant, hookId);
    await requireRevision(tx, before, input.ifRevision);
    const destination = await readDestination(tx, ctx, before, input);
    const isStatusChange = input.status !== undefined && input.status !== before.status;
    await tx
      .update(hooks)
      .set({
        ...destination,
        ...settings,
        ...(settings.payloadVersion === undefined ||
        settings.payloadVersion === before.payloadVersion
          ? {}
          : { pastPayloadVersions: withPast(before.payloadVersion) }),
        ...(isStatusChange ? await statusColumns(tx, ctx.actor, input.status) : {}),
        configVersion: sql`${hooks.configVersion} + 1`,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(and(hooksOf(tenant), eq(hooks.id, hookId)));
    await tx.execute(sql`SELECT gancho.sync_hook_queue(${hookId})`);
    const selection =
      input.triggers &&
      (await replaceTriggers(
        tx,
        { ...before, allProjects: input.allProjects ?? before.allProjects },
        input.triggers,
      ));
    const after = await requireHook(tx, tenant, hookId);
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'hook.update',
      subjectId: hookId,
      details: {
        ...describeChanges(before, after, 'headersShown' in destination),
        ...(selection ? describeSelection(selection) : {}),
      },
    });
    return { hook: after, isStatusChange };
  });
  if (isChanged) {
    const event = hook.status === 'active' ? 'hook_enabled' : 'hook_disabled';
    const message = `A hook was ${hook.status === 'active' ? 'enabled' : 'disabled'} by somebody`;
    ctx.log.info({ event, hook_id: hookId, company_id: companyId }, message);
    if (hook.status === 'active') ctx.announce('gancho/deliveries.due');
  }
  return hook;
}

/**
 * The changed columns of the URL and the headers.
 * @throws ServiceError `invalid_input` naming every problem
 */
async function readDestination(
  tx: Transaction,
  ctx: Context,
  before: Hook,
  input: UpdateHookInput,
) {
  const { url, problems } =
    input.destinationUrl === undefined
      ? { url: before.destinationUrl, problems: [] }
      : readUrl(ctx, input.destinationUrl);
  const { headers, ...read } = await readHeaders(tx, ctx, {
    before,
    destinationUrl: url,
    destinationHeaders: input.destinationHeaders,
    publicHeaders: input.publicHeaders,
  });
  const all = [...problems, ...read.problems];
  if (all.length > 0) throw invalidInput(all);
  return {
    destinationUrl: url,
    ...(headers === null ? {} : headerColumns(ctx, { ...before, destinationUrl: url }, headers)),
  };
}

/** Added to the earlier versions, because deliveries that have been attempted keep theirs. */
const withPast = (version: PayloadVersion) => sql`${hooks.pastPayloadVersions} || jsonb_build_array(
  jsonb_build_object('version', ${version}::text, 'untilMs', 1000 * extract(epoch FROM clock_timestamp())))`;

function describeSelection({ added, removed }: { added: string[]; removed: string[] }) {
  return {
    ...(added.length > 0 ? { triggersAdded: added } : {}),
    ...(removed.length > 0 ? { triggersRemoved: removed } : {}),
  };
}
