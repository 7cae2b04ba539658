/**
 * Reads the settings that are needed before the installation (env.ts, the reader of all settings, needs its libraries), and
 * makes the environment of child processes. Only env.ts checks settings.
 */

/** Where the web process will listen, to find a taken port before the slow steps. */
export function intendedAddress() {
  const port = Number(process.env.PORT || 3000);
  return { host: process.env.HOST || '127.0.0.1', port: Number.isInteger(port) ? port : 3000 };
}

/** npm does not always pass signals on, so what it started looks after itself. */
export function isStartedByNpm() {
  return Boolean(process.env.npm_lifecycle_event);
}

/**
 * The environment of a child process: this one's and the additions.
 * @param {Record<string, string | undefined>} additions
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(additions) {
  return { ...process.env, ...additions };
}
