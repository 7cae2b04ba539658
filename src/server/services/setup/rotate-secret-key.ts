import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import { hookSecrets, hooks, instance } from '@/server/db/schema';
import { keyCheckValue } from '@/server/gateways/secret-box';
import type { Context } from '../context';
import {
  openHeaders,
  openSigningSecret,
  sealHeaders,
  sealSigningSecret,
} from '../hooks/hook-secrets';
import { resealAnswers } from '../idempotency';
import { requireOperator } from '../operator';

const BATCH = 500;

/**
 * Encrypts under the current secret key everything that is still under the previous one, in small transactions. After
 * an interruption, run it again to do the rest. Then the previous key is no longer needed.
 */
export async function rotateSecretKey({
  ctx,
  input,
}: {
  ctx: Context;
  input: { secretKey: Buffer };
}): Promise<{ headers: number; signingSecrets: number; answers: number }> {
  requireOperator(ctx.actor);
  const headers = await inBatches((after) => resealHeaders(ctx, after));
  const signingSecrets = await inBatches((after) => resealSigningSecrets(ctx, after));
  const answers = await resealAnswers(ctx);
  // Done last. Until everything is encrypted again, only a start that knows both keys is right.
  await ctx.db.asSystem((tx) =>
    tx.update(instance).set({ keyCheck: keyCheckValue(input.secretKey) }),
  );
  return { headers, signingSecrets, answers };
}

type Batch = { resealed: number; last: number | null };

async function inBatches(run: (after: number) => Promise<Batch>): Promise<number> {
  let total = 0;
  for (let after: number | null = 0; after !== null; ) {
    const batch: Batch = await run(after);
    total += batch.resealed;
    after = batch.last;
  }
  return total;
}

async function resealHeaders({ db, secretBox }: Context, after: number): Promise<Batch> {
  return db.asSystem(async (tx) => {
    const rows = await tx
      .select({
        id: hooks.id,
        companyId: hooks.companyId,
        destinationUrl: hooks.destinationUrl,
        sealed: hooks.headersSealed,
      })
      .from(hooks)
      .where(and(gt(hooks.id, after), isNotNull(hooks.headersSealed)))
      .orderBy(asc(hooks.id))
      .limit(BATCH);
    let resealed = 0;
    for (const { sealed, ...hook } of rows) {
      if (sealed === null || !secretBox.needsReseal(sealed)) continue;
      const fresh = sealHeaders(secretBox, hook, openHeaders(secretBox, hook, sealed));
      // Unless somebody has changed the headers in the meantime.
      const changed = await tx
        .update(hooks)
        .set({ headersSealed: fresh })
        .where(
          and(
            eq(hooks.companyId, hook.companyId),
            eq(hooks.id, hook.id),
            eq(hooks.headersSealed, sealed),
          ),
        )
        .returning({ id: hooks.id });
      resealed += changed.length;
    }
    return { resealed, last: rows.at(-1)?.id ?? null };
  });
}

async function resealSigningSecrets({ db, secretBox }: Context, after: number): Promise<Batch> {
  return db.asSystem(async (tx) => {
    const rows = await tx
      .select()
      .from(hookSecrets)
      .where(gt(hookSecrets.id, after))
      .orderBy(asc(hookSecrets.id))
      .limit(BATCH);
    let resealed = 0;
    for (const { id, companyId, hookId, secretSealed } of rows) {
      if (!secretBox.needsReseal(secretSealed)) continue;
      const owner = { companyId, id: hookId };
      const secret = openSigningSecret(secretBox, owner, secretSealed);
      const fresh = sealSigningSecret(secretBox, owner, secret);
      await tx
        .update(hookSecrets)
        .set({ secretSealed: fresh })
        .where(and(eq(hookSecrets.companyId, companyId), eq(hookSecrets.id, id)));
      resealed += 1;
    }
    return { resealed, last: rows.at(-1)?.id ?? null };
  });
}
