import { and, inArray, isNull, or, sql } from 'drizzle-orm';
import { type PayloadVersion, payloadVersionAt } from '@/domain/payload/version';
import type { Database } from '@/server/db/client';
import { hookSecrets, hooks } from '@/server/db/schema';
import { signingKeyBytes } from '@/server/gateways/hashing';
import type { SecretBox } from '@/server/gateways/secret-box';
import type { Log } from '@/server/services/context';
import { openHeaders, openSigningSecret } from '@/server/services/hooks/hook-secrets';
import { readShownHeaders } from '@/server/services/stored-json';

/** The destination of a hook's deliveries, ready to use. It holds secrets, so it is never logged and never returned. */
export type Destination = {
  url: string;
  headers: Record<string, string>;
  /** The same headers, as the history may show them. */
  shownHeaders: Record<string, string>;
  payloadVersionAt: (ms: number) => PayloadVersion;
  /** The delivery is signed with every secret that has not expired. */
  secrets: { key: Buffer; expiresMs: number | null }[];
};

type Wanted = { hookId: number; configVersion: number };

const ENTRIES_MAX = 20_000;

/** The destinations that this process has used, by hook and configuration version. */
export class Destinations {
  private readonly known = new Map<number, { configVersion: number; destination: Destination }>();

  constructor(
    private readonly db: Database,
    private readonly secretBox: SecretBox,
    private readonly log: Log,
  ) {}

  isKnown({ hookId, configVersion }: Wanted): boolean {
    return this.known.get(hookId)?.configVersion === configVersion;
  }

  /**
   * Returns null rather than a destination of earlier settings, because the address or the secrets may have changed
   * since.
   */
  get({ hookId, configVersion }: Wanted): Destination | null {
    const known = this.known.get(hookId);
    return known && known.configVersion >= configVersion ? known.destination : null;
  }

  /** Loads the destinations. Leaves out a hook that no longer exists or whose secrets cannot be opened. */
  async load(hookIds: readonly number[]): Promise<void> {
    const ids = [...new Set(hookIds)];
    const { rows, secrets } = await this.db.asSystem(async (tx) => ({
      rows: await tx.select().from(hooks).where(inArray(hooks.id, ids)),
      secrets: await tx
        .select()
        .from(hookSecrets)
        .where(
          and(
            inArray(hookSecrets.hookId, ids),
            or(isNull(hookSecrets.expiresAt), sql`${hookSecrets.expiresAt} > now()`),
          ),
        )
        .orderBy(sql`${hookSecrets.expiresAt} DESC NULLS FIRST`),
    }));
    for (const hook of rows) {
      this.known.delete(hook.id);
      try {
        const own = secrets.filter((secret) => secret.hookId === hook.id);
        this.known.set(hook.id, {
          configVersion: hook.configVersion,
          destination: this.open(hook, own),
        });
      } catch (error) {
        this.log.error(
          { err: error, hook: hook.id },
          'The secrets of a hook cannot be decrypted. Check GANCHO_SECRET_KEY',
        );
      }
    }
    this.forgetOldest();
  }

  private forgetOldest(): void {
    for (const hookId of this.known.keys()) {
      if (this.known.size <= ENTRIES_MAX) return;
      this.known.delete(hookId);
    }
  }

  private open(hook: HookRow, secrets: SecretRow[]): Destination {
    return {
      url: hook.destinationUrl,
      headers: hook.headersSealed ? openHeaders(this.secretBox, hook, hook.headersSealed) : {},
      shownHeaders: Object.fromEntries(
        readShownHeaders(hook.headersShown).map(({ name, shown }) => [name, shown]),
      ),
      payloadVersionAt: (ms) => payloadVersionAt(ms, hook.payloadVersion, hook.pastPayloadVersions),
      secrets: secrets.map((secret) => ({
        key: signingKeyBytes(openSigningSecret(this.secretBox, hook, secret.secretSealed)),
        expiresMs: secret.expiresAt?.getTime() ?? null,
      })),
    };
  }
}

type HookRow = typeof hooks.$inferSelect;
type SecretRow = typeof hookSecrets.$inferSelect;
