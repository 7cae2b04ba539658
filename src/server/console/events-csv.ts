import { type DeliveryRow, exportDeliveriesInput } from '@/contracts/deliveries';
import { CSV_START, type CsvCell, type CsvSeparator, csvLine } from '@/domain/csv';
import { isServiceError, unauthenticated } from '@/domain/errors';
import { unavailableHead } from '@/domain/unavailable';
import { sessionLoader } from '@/server/auth/session';
import { container } from '@/server/container';
import type { UserActor } from '@/server/services/accounts';
import { authorise } from '@/server/services/actor';
import type { Services } from '@/server/services/context';
import { exportDeliveries } from '@/server/services/delivery-history';
import { getHook } from '@/server/services/hooks';

export type CsvColumn = {
  heading: string;
  cellOf: (delivery: DeliveryRow) => CsvCell;
};

/** A header of RFC 6266: the name as it is, and for old readers in plain letters. */
function attachment(fileName: string): string {
  const safe = fileName.replace(/[\\/:*?"<>|]/g, '-');
  const plain = safe.normalize('NFKD').replace(/[^ -~]/g, '');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** By the database's clock, in UTC as the times in the file. */
const today = async ({ clock }: Pick<Services, 'clock'>) =>
  new Date(await clock.now()).toISOString().slice(0, 10);

/** The events of a hook as a file, for a signed-in person with access to them. */
export async function eventsCsv(
  input: unknown,
  separator: CsvSeparator,
  columns: readonly CsvColumn[],
): Promise<Response> {
  try {
    const load = await sessionLoader();
    const actor = await load();
    if (actor === null) return new Response(null, { status: 401 });
    const parsed = exportDeliveriesInput.safeParse(input);
    if (!parsed.success || holdsNul(parsed.data)) return new Response(null, { status: 400 });
    const ctx = { ...container().services, actor };
    const { name } = await getHook({ ctx, input: parsed.data });
    const pages = exportDeliveries({ ctx, input: parsed.data });
    // Asked for before the answer begins: what is not accessible has a status then.
    const first = await pages.next();
    const lineOf = (cells: readonly CsvCell[]) => csvLine(cells, separator);
    const text = lines(columns, lineOf, first.value ?? [], checked(pages, load, parsed.data));
    return new Response(streamOf(text), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': attachment(`${name} ${await today(ctx)}.csv`),
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    if (isServiceError(error) && ['not_found', 'forbidden'].includes(error.code)) {
      return new Response(null, { status: 404 });
    }
    if (isServiceError(error) && error.code === 'unavailable') {
      return new Response(null, unavailableHead(error));
    }
    throw error;
  }
}

/** Postgres refuses a text with a NUL. */
const holdsNul = (input: object): boolean =>
  Object.values(input)
    .flat()
    .some((value) => typeof value === 'string' && value.includes('\0'));

/** A slow reader gets further pages while the session lasts and the person keeps the access. */
async function* checked<Page>(
  pages: AsyncGenerator<Page, void>,
  load: () => Promise<UserActor | null>,
  { companyId, projectId }: { companyId: number; projectId: number | null },
): AsyncGenerator<Page, void> {
  for await (const page of pages) {
    const actor = await load();
    if (actor === null) throw unauthenticated();
    authorise(actor, { companyId, projectId }, 'deliveries:read');
    yield page;
  }
}

async function* lines(
  columns: readonly CsvColumn[],
  lineOf: (cells: readonly CsvCell[]) => string,
  first: readonly DeliveryRow[],
  further: AsyncIterable<readonly DeliveryRow[]>,
): AsyncGenerator<string, void> {
  const linesOf = (page: readonly DeliveryRow[]) =>
    page.map((delivery) => lineOf(columns.map(({ cellOf }) => cellOf(delivery)))).join('');
  yield CSV_START + lineOf(columns.map(({ heading }) => heading)) + linesOf(first);
  for await (const page of further) yield linesOf(page);
}

/** Goes on only as fast as it is read, and ends with its reader. */
function streamOf(texts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await texts.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await texts.return();
    },
  });
}
