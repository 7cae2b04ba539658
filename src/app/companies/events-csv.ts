import { getLocale, getTranslations } from 'next-intl/server';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { filterInput, parseEventsQuery } from '@/features/events';
import { parseId } from '@/features/tenants';
import { type CsvColumn, eventsCsv } from '@/server/console/events-csv';

type Params = { companyId: string; projectId?: string; hookId: string };

/** Downloads all rows of the table, on all its pages, in the reader's language; or only the chosen rows. */
export async function GET(
  request: Request,
  { params }: { params: Promise<Params> },
): Promise<Response> {
  const { companyId, projectId, hookId } = await params;
  const search = new URL(request.url).searchParams;
  const query = parseEventsQuery(search);
  const ids = search.getAll('id').map(Number);
  const input = {
    companyId: parseId(companyId),
    projectId: projectId === undefined ? null : (parseId(projectId) ?? 0),
    hookId: parseId(hookId),
    ...filterInput(query),
    ...(ids.length > 0 ? { ids } : {}),
    order: query.order,
  };
  const separator = (await getLocale()) === 'en' ? ',' : ';';
  return eventsCsv(input, separator, await columns());
}

async function columns(): Promise<CsvColumn[]> {
  const t = await getTranslations('events');
  const typeName = await getTranslations('eventType');
  const statusName = await getTranslations('deliveryStatus');
  const nameOfType = (type: string) => {
    const known = EVENT_TYPES.find((each) => each === type);
    return known ? typeName(known) : type;
  };
  return [
    { heading: t('resourceName'), cellOf: (event) => event.resourceName },
    { heading: t('resourceId'), cellOf: (event) => event.resourceId },
    { heading: t('eventType'), cellOf: (event) => nameOfType(event.eventType) },
    { heading: t('eventStatus'), cellOf: (event) => statusName(event.status) },
    { heading: t('timestamp'), cellOf: (event) => event.occurredAt.toISOString() },
    { heading: t('httpStatus'), cellOf: (event) => event.responseStatus },
    { heading: t('attempts'), cellOf: (event) => event.attemptCount },
    { heading: t('eventId'), cellOf: (event) => event.eventUlid },
  ];
}
