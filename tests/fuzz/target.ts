import type { Product } from '@tests/compat/product';
import { asEngine, insertCompany, insertHook } from '@tests/factories/world';
import { createClient } from '@/server/services/api-clients';
import { issueToken } from '@/server/services/oauth';
import { publishEvents } from '@/server/services/publish/publish-events';
import { listTriggers } from '@/server/services/triggers';
import type { Known } from './calls';
import type { Operation } from './operations';

/** The target of an operation: its own company, with every object that a path or body can name. */
export type Target = { known: Known; renew: () => Promise<void> };

export async function openTarget(product: Product, { path }: Operation): Promise<Target> {
  const { world } = product;
  const { companyId, projectId } = await insertCompany(world);
  const input = { companyId, name: 'Integration' };
  const { clientId, clientSecret } = await createClient({ ctx: world.ctx, input });
  const isOfProject = path.includes('{project_id}') || path.includes('/v1.0/');
  const tenant = { companyId, projectId: isOfProject ? projectId : null };

  async function newToken() {
    const issued = await issueToken({ ctx: world.services, input: { clientId, clientSecret } });
    return issued?.accessToken ?? '';
  }

  /** Creates again the objects that an earlier call has ended or used up. */
  async function renew() {
    const { hookId } = await insertHook(world, {
      ...tenant,
      destinationUrl: product.receiver.url,
      allProjects: !isOfProject,
    });
    const { items } = await listTriggers({ ctx: world.ctx, input: { ...tenant, hookId } });
    const event = { resource_name: 'RFIs', resource_id: '1', event_type: 'create' as const };
    const { events } = await publishEvents({
      ctx: world.ctx,
      input: { companyId, body: JSON.stringify([{ ...event, project_id: projectId }]) },
    });
    await product.work(companyId);
    const [delivery] = await asEngine(
      world.db,
      (tx) => tx<{ id: number }[]>`SELECT id FROM gancho.deliveries WHERE hook_id = ${hookId}`,
    );
    const triggerId = items[0]?.id ?? 0;
    target.known = {
      company_id: companyId,
      project_id: projectId,
      hook_id: hookId,
      trigger_id: triggerId,
      delivery_id: delivery?.id ?? 0,
      event_id: events[0]?.id ?? 0,
      id: path.includes('/triggers/') ? triggerId : hookId,
      client_id: clientId,
      client_secret: clientSecret,
      token: await newToken(),
      bearer: await newToken(),
    };
  }

  const target: Target = { known: {}, renew };
  await renew();
  return target;
}
