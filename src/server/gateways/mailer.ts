import { createTransport } from 'nodemailer';

/** Plain text: what a hook is called, or what went wrong with it, is never markup. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** The same mail, sent again after a crash, has the same one: mail programs show it once. */
  messageId: string;
};

export type Mailer = {
  /** Rejects when the server is not reached or does not take the mail. */
  send(mail: Mail): Promise<void>;
  /** Rejects when the server is not reached or refuses the sign-in. */
  verify(): Promise<void>;
  close(): void;
};

const TIMEOUT_MS = 15_000;

/** The door to a mail server (`SMTP_URL`). Its address is the operator's, so no destination rule applies. */
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
