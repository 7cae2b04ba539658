import { createTransport } from 'nodemailer';

/** Plain text, because a hook's name or an error must never be interpreted as markup. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** A mail that is sent again after a crash has the same id, so that mail programs show it once. */
  messageId: string;
};

export type Mailer = {
  /** Rejects if the server cannot be reached or refuses the mail. */
  send(mail: Mail): Promise<void>;
  /** Rejects if the server cannot be reached or refuses the sign-in. */
  verify(): Promise<void>;
  close(): void;
};

const TIMEOUT_MS = 15_000;

/** The connection to a mail server (`SMTP_URL`). The operator sets its address, so no destination rule applies. */
export function createMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, messageId }) {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    async verify() {
      await transport.verify();
    },
    close: () => transport.close(),
  };
}
