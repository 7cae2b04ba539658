import type { ReactNode } from 'react';
import type { DeliveryStatus } from '@/domain/delivery-status';
import type { PayloadVersion } from '@/domain/payload/version';

export type Section = { title: string; body: ReactNode };

export const GUIDE_ACTIONS = [
  'disable',
  'try-now',
  'discard-queue',
  'redeliver',
  'rotate-secret',
  'test-event',
] as const;
export type GuideAction = (typeof GUIDE_ACTIONS)[number];

export const EVENT_COLUMNS = [
  'resourceName',
  'resourceId',
  'eventType',
  'eventStatus',
  'timestamp',
] as const;
type EventColumn = (typeof EVENT_COLUMNS)[number];

/** The part of the guide up to the first event that arrives. */
export type SettingUp = {
  title: string;
  lead: string;
  /** The title of the table of contents. */
  onThisPage: string;
  purpose: Section;
  before: Section;
  create: Section;
  select: Section;
  formats: Section & {
    columns: { version: string; contents: string; suits: string };
    versions: Record<PayloadVersion, { contents: string; suits: string }>;
    sample: string;
    after: ReactNode;
  };
  verify: Section & {
    headers: Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;
    after: ReactNode;
  };
};

/** The part of the guide about an existing hook. */
export type LookingAfter = {
  events: Section & { columns: Record<EventColumn, string>; after: ReactNode };
  statuses: Section & { each: Record<DeliveryStatus, string> };
  statistics: Section;
  actions: Section & { each: Record<GuideAction, Section> };
  retries: Section;
  remove: Section;
  seeAlso: Section;
};

/** The user guide in one language. Its parts are the same in each language, and a missing part is a type error. */
export type Guide = SettingUp & LookingAfter;

/** The facts of this installation that the guide shows. */
export type GuideFacts = { retentionDays: number };
