import { type Delivery, exportDeliveriesInput } from '@/contracts/deliveries';
import { CSV_START, csvLine } from '@/domain/csv';
import { isServiceError } from '@/domain/errors';
import { unavailableHead } from '@/domain/unavailable';
import { container } from '@/server/container';
import { exportDeliveries } from '@/server/services/deliveries';
import { sessionActor } from './session';

export type CsvColumn = {
  heading: string;
  cellOf: (delivery: Delivery) => string | number | null;
};

/** The events of a hook as a file, for whoever is signed in and may see them. */
export async function eventsCsv(
  input: unknown,
  fileName: string,
  columns: readonly CsvColumn[],
): Promise<Response> {
  try {
    const actor = await sessionActor();
    if (actor === null) return new Response(null, { status: 401 });
    const parsed = exportDeliveriesInput.safeParse(input);
    if (!parsed.success) return new Response(null, { status: 400 });
    const pages = exportDeliveries({
      ctx: { ...container().services, actor },
      input: parsed.data,
    });
    // Asked for before the answer begins: what is out of reach has a status then.
    const first = await pages.next();
    const text = lines(columns, first.value ?? [], pages);
    return new Response(streamOf(text), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
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

async function* lines(
  columns: readonly CsvColumn[],
  first: readonly Delivery[],
  further: AsyncIterable<readonly Delivery[]>,
): AsyncGenerator<string, void> {
  const linesOf = (page: readonly Delivery[]) =>
    page.map((delivery) => csvLine(columns.map(({ cellOf }) => cellOf(delivery)))).join('');
  yield CSV_START + csvLine(columns.map(({ heading }) => heading)) + linesOf(first);
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
