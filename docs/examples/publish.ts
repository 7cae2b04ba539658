import { container } from '@/server/container';
import { createPublisher } from '@/server/services/publish/create-publisher';

export async function announce(companyId: number, projectId: number) {
  const publish = createPublisher<'Crane Permits'>({
    ctx: { ...container().services, actor: { kind: 'operator' } },
    companyId,
  });
  return publish(
    { resource_name: 'RFIs', event_type: 'create', resource_id: 4711, project_id: projectId },
    { resource_name: 'Company Vendors', event_type: 'update', resource_id: 'v-17' },
    { resource_name: 'Crane Permits', event_type: 'delete', resource_id: 3, project_id: projectId },
  );
}
