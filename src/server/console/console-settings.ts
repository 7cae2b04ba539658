import { container } from '@/server/container';

/** What the console's pages say of this installation. */
export function consoleSettings() {
  const { env, services } = container();
  return {
    retentionDays: services.settings.retentionDays,
    publicUrl: env.publicUrl,
    isDemo: services.settings.isDemo,
    /** What may be known while a URL is typed; the service decides. */
    destinationRules: {
      allowHttp: services.settings.allowHttpDestinations,
      allowPrivate: env.allowedPrivateDestinations.length > 0,
    },
  };
}
