import { v2 } from '@/contracts/rest/v2';
import { v2Hook } from '@/contracts/wire/hook';
import { ask } from '../ask';
import { json } from '../http';
import { fieldsOf } from '../reading';
import type { ApiRoute } from '../route';
import { v2HookAddress } from '../v2-tenant';

/** The actions on a hook and its queue. @param base `.../webhooks` of a company or of a project */
export function v2HookActionRoutes(base: string): ApiRoute[] {
  return [
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks/{hook_id}/test`,
      procedure: 'hooks.sendTest',
      scope: 'hooks:write',
      summary: 'Send a test delivery to this hook alone, marked by the header webhook-test',
      body: v2.sendTest,
      success: { status: 202, schema: v2.sentTest, description: 'The delivery, which is queued' },
      async run(call) {
        const { resource_name: resourceName, event_type: eventType } = fieldsOf(call.body);
        const input = {
          ...v2HookAddress(call),
          resourceName: resourceName ?? undefined,
          eventType: eventType ?? undefined,
        };
        const sent = await ask({ judge: call.caller.hooks.sendTest }, input);
        const data = { delivery_id: String(sent.deliveryId), event_id: String(sent.eventId) };
        return json(202, { data });
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks/{hook_id}/resume`,
      procedure: 'hooks.resume',
      scope: 'hooks:write',
      summary: 'Try now: send the deliveries that wait for their next attempt at once',
      success: { status: 202, schema: v2.hook, description: 'The hook' },
      async run(call) {
        const hook = await call.caller.hooks.resume(v2HookAddress(call));
        return json(202, { data: v2Hook(hook) });
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks/{hook_id}/queue/discard`,
      procedure: 'hooks.discardQueue',
      scope: 'hooks:write',
      summary: 'Discard all deliveries that wait',
      success: {
        status: 202,
        schema: v2.discardedQueue,
        description: 'The number of discarded deliveries',
      },
      async run(call) {
        return json(202, { data: await call.caller.hooks.discardQueue(v2HookAddress(call)) });
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks/{hook_id}/lost/dismiss`,
      procedure: 'hooks.dismissLost',
      scope: 'hooks:write',
      summary: 'Dismiss the lost events: they stay in the history and no longer count as lost',
      success: {
        status: 200,
        schema: v2.dismissedLost,
        description: 'The number of dismissed events',
      },
      async run(call) {
        return json(200, { data: await call.caller.hooks.dismissLost(v2HookAddress(call)) });
      },
    },
    {
      api: 'v2',
      method: 'POST',
      path: `${base}/hooks/{hook_id}/secret/rotate`,
      procedure: 'hooks.rotateSecret',
      scope: 'hooks:write',
      summary: 'Replace the signing secret; the old one still signs for a while',
      body: v2.rotateSecret,
      success: {
        status: 200,
        schema: v2.rotatedSecret,
        description: 'The new secret, which is shown only here',
      },
      async run(call) {
        const { overlap_seconds: overlapSeconds } = fieldsOf(call.body);
        const input = { ...v2HookAddress(call), overlapSeconds: overlapSeconds ?? undefined };
        const rotated = await ask({ judge: call.caller.hooks.rotateSecret }, input);
        return json(200, { data: { secret: rotated.signingSecret } });
      },
    },
  ];
}
