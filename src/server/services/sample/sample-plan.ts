import type { EventType } from '@/domain/catalogue/resource';

/** The behaviour of a sample endpoint: healthy, down since this morning, or permanently gone. */
export type Behaviour = 'healthy' | 'failing' | 'gone';

export type SampleHookPlan = {
  name: string;
  /** The index of the project. Null for the whole company. */
  project: number | null;
  behaviour: Behaviour;
  payloadVersion: 'v2.0' | 'v3.0' | 'v4.0';
  deliveryMode: 'parallel' | 'in_order';
  selected: readonly (readonly [resource: string, ...events: EventType[]])[];
};

export const SAMPLE_COMPANY = 'Sample Construction Co.';
export const SAMPLE_PROJECTS = ['Sample Riverside Tower', 'Sample Harbor Bridge'] as const;

export const SAMPLE_HOOKS: readonly SampleHookPlan[] = [
  {
    name: 'Sample ERP sync',
    project: 0,
    behaviour: 'healthy',
    payloadVersion: 'v2.0',
    deliveryMode: 'parallel',
    selected: [
      ['RFIs', 'create', 'update'],
      ['Submittals', 'create', 'update', 'delete'],
      ['Punch Items', 'create', 'update'],
      ['Drawings', 'create', 'update'],
    ],
  },
  {
    name: 'Sample field reports (failing)',
    project: 0,
    behaviour: 'failing',
    payloadVersion: 'v3.0',
    deliveryMode: 'parallel',
    selected: [
      ['Daily Logs', 'create', 'update', 'delete'],
      ['Manpower Logs', 'create', 'update'],
      ['Punch Items', 'create', 'update', 'delete'],
    ],
  },
  {
    name: 'Sample schedule mirror',
    project: 1,
    behaviour: 'healthy',
    payloadVersion: 'v4.0',
    deliveryMode: 'in_order',
    selected: [
      ['Tasks', 'create', 'update', 'delete'],
      ['Meetings', 'create', 'update'],
      ['RFIs', 'create', 'update'],
    ],
  },
  {
    name: 'Sample photo archive (gone)',
    project: 1,
    behaviour: 'gone',
    payloadVersion: 'v2.0',
    deliveryMode: 'parallel',
    selected: [['Images', 'create', 'delete']],
  },
  {
    name: 'Sample company directory',
    project: null,
    behaviour: 'healthy',
    payloadVersion: 'v2.0',
    deliveryMode: 'parallel',
    selected: [
      ['Company Users', 'create', 'update'],
      ['Company Vendors', 'create', 'update'],
      ['Projects', 'update'],
    ],
  },
];
