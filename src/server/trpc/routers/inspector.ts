import {
  clearedInspector,
  clearInspectorInput,
  getInspectedInput,
  getInspectorInput,
  inspectedRequest,
  inspector,
  inspectorAnswer,
  updateInspectorInput,
} from '@/contracts/inspector';
import {
  clearInspector,
  getInspected,
  getInspector,
  updateInspector,
} from '@/server/services/inspector';
import { router, signedInProcedure } from '../init';

/** The service finds the tenant of an inspector's address and checks the access there. */
export const inspectorRouter = router({
  get: signedInProcedure
    .meta({ scope: 'deliveries:read' })
    .input(getInspectorInput)
    .output(inspector)
    .query(({ ctx, input }) => getInspector({ ctx, input })),
  request: signedInProcedure
    .meta({ scope: 'deliveries:read' })
    .input(getInspectedInput)
    .output(inspectedRequest)
    .query(({ ctx, input }) => getInspected({ ctx, input })),
  update: signedInProcedure
    .meta({ scope: 'hooks:write' })
    .input(updateInspectorInput)
    .output(inspectorAnswer)
    .mutation(({ ctx, input }) => updateInspector({ ctx, input })),
  clear: signedInProcedure
    .meta({ scope: 'hooks:write' })
    .input(clearInspectorInput)
    .output(clearedInspector)
    .mutation(({ ctx, input }) => clearInspector({ ctx, input })),
});
