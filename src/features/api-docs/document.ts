/** The parts of our own OpenAPI document that the page reads. */
export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters: { name: string; in: string; required: boolean; description: string; $ref?: string }[];
  requestBody?: { content: { 'application/json': { example: unknown } } };
  responses: Record<string, { content?: { 'application/json': { example: unknown } } }>;
};

type Document = {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
};

export type Listed = { method: string; path: string; isSent: boolean; operation: Operation };

/** All operations by their tag, in the order of the document. */
export async function loadOperations(): Promise<Map<string, Listed[]>> {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`/openapi.json: ${response.status}`);
  const { paths, webhooks } = (await response.json()) as Document;
  const list = (of: Document['paths'], isSent: boolean): Listed[] =>
    Object.entries(of).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        isSent,
        operation,
      })),
    );
  const byTag = new Map<string, Listed[]>();
  for (const each of [...list(paths, false), ...list(webhooks, true)]) {
    const tag = each.operation.tags[0] ?? '';
    byTag.set(tag, [...(byTag.get(tag) ?? []), each]);
  }
  return byTag;
}
