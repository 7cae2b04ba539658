import { listResourcesInput, resourceList } from '@/contracts/resources';
import { listResources } from '@/server/services/catalogue';
import { procedureFor, router } from '../init';

export const resourcesRouter = router({
  list: procedureFor('hooks:read')
    .input(listResourcesInput)
    .output(resourceList)
    .query(({ ctx, input }) => listResources({ ctx, input })),
});
