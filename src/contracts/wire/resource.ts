import type { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import type { PayloadVersion } from '@/domain/payload/version';
import type { ListedResource } from '../resources';
import type { v1 } from '../rest/v1';
import type { v2 } from '../rest/v2';

export function v1Resource(
  resource: ListedResource,
  apiVersion: PayloadVersion,
): z.infer<typeof v1.resource> {
  const has = <Type extends (typeof EVENT_TYPES)[number]>(type: Type) =>
    resource.events.includes(type) ? type : 'nil';
  return {
    name: resource.name,
    api_version: apiVersion,
    product_category: resource.category,
    tools: resource.tool,
    except: EVENT_TYPES.filter((type) => !resource.events.includes(type)),
    create: has('create'),
    update: has('update'),
    delete: has('delete'),
  };
}

export function v2Resource(
  resource: ListedResource,
  payloadVersion: PayloadVersion,
): z.infer<typeof v2.resource> {
  return {
    category: resource.category,
    tool: resource.tool,
    name: resource.name,
    payload_version: payloadVersion,
    actions: resource.events,
  };
}
