import { container } from '@/server/container';

/** The settings of this installation that the console's pages show. */
export function consoleSettings() {
  const { env, services } = container();
  return {
    retentionDays: services.settings.retentionDays,
    publicUrl: env.publicUrl,
    isDemo: services.settings.isDemo,
    /** The rules that the form can check while a URL is typed. The service decides. */
    destinationRules: {
      allowHttp: services.settings.allowHttpDestinations,
      allowPrivate: env.allowedPrivateDestinations.length > 0,
    },
  };
}
