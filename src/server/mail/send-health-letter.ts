import { createTranslator } from 'next-intl';
import type { Language } from '@/i18n/languages';
import en from '@/i18n/messages/en';
import es from '@/i18n/messages/es';
import ptBr from '@/i18n/messages/pt-BR';
import type {
  HealthLetter,
  HealthNotification,
} from '@/server/engine/maintenance/mail-notifications';
import type { Mailer } from '@/server/gateways/mailer';

const MESSAGES = { en, es, 'pt-BR': ptBr } satisfies Record<Language, typeof en>;
/** Nobody would read more. The console shows the rest. */
const NOTIFICATIONS_MAX = 20;

type Options = { mailer: Mailer; publicUrl: string };

/** Mails the notifications of hooks to one of their admins, in that person's language and time zone. */
export async function sendHealthLetter(
  { mailer, publicUrl }: Options,
  letter: HealthLetter,
): Promise<void> {
  const { hostname } = new URL(publicUrl);
  await mailer.send({
    to: letter.email,
    ...healthLetter(letter, publicUrl),
    messageId: `<${letter.userId}.${letter.notifications[0]?.id ?? 0}@${hostname}>`,
  });
}

function healthLetter(
  { language, timeZone, notifications }: HealthLetter,
  publicUrl: string,
): { subject: string; text: string } {
  const locale = language ?? 'en';
  const messages = MESSAGES[locale];
  const t = createTranslator({ locale, messages, namespace: 'mail' });
  const about = createTranslator({ locale, messages, namespace: 'notifications' });
  const reasons = createTranslator({ locale, messages, namespace: 'reason' });
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone: timeZone ?? 'UTC',
  });

  const headline = ({ kind, hookName, reason }: HealthNotification) =>
    about(kind, { name: hookName, count: Number(reason?.params.count ?? 0) });

  function reasonOf({ reason }: HealthNotification): string[] {
    if (reason === null) return [];
    const values = { host: '', status: '', by: '', ...reason.params };
    return [reasons(reason.code, values)];
  }

  const [first] = notifications;
  const subject =
    notifications.length === 1 && first
      ? headline(first)
      : t('subject', { count: notifications.length });
  const items = notifications
    .slice(0, NOTIFICATIONS_MAX)
    .map((item) =>
      [
        headline(item),
        item.projectName === null ? item.companyName : `${item.companyName} / ${item.projectName}`,
        ...reasonOf(item),
        time.format(item.createdAt),
        `${publicUrl}${item.path}`,
      ].join('\n'),
    );
  const left = notifications.length - items.length;
  const text = [
    ...items,
    ...(left > 0 ? [`${t('more', { count: left })}\n${publicUrl}/notifications`] : []),
    `-- \n${t('why')}\n${publicUrl}/account`,
  ].join('\n\n');
  return { subject: oneLine(subject), text: `${text}\n` };
}

/** A name with a line break must not begin a header of its own. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
