import { createServer } from 'node:http';
import { env as readEnv } from '@/env';
import { runProcess } from '@/launcher/child-main';
import { openRestFront } from '@/launcher/rest-front';
import { container } from '@/server/container';

/** Web as the launcher starts it, without the pages. The message `mute` makes it drop its announcements. */
void runProcess(async () => {
  const env = readEnv();
  const rest = openRestFront(env);
  const { services } = container();
  const announce = services.announce;
  let isMute = false;
  services.announce = (name) => {
    if (!isMute) announce(name);
  };
  process.on('message', (message: { type: string; isMute?: boolean }) => {
    if (message.type === 'mute') isMute = message.isMute ?? false;
  });

  const server = createServer((request, response) => {
    rest.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(env.port, env.host, done));
  return {
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await rest.close();
    },
  };
});
