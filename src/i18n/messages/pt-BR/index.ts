import type en from '../en';
import account from './account.json';
import apiClients from './api-clients.json';
import apiCompatibility from './api-compatibility.json';
import apiDocs from './api-docs.json';
import codeBlock from './code-block.json';
import common from './common.json';
import copy from './copy.json';
import deliveryStatus from './delivery-status.json';
import dialog from './dialog.json';
import event from './event.json';
import eventFilters from './event-filters.json';
import eventSentence from './event-sentence.json';
import eventType from './event-type.json';
import events from './events.json';
import failure from './failure.json';
import health from './health.json';
import healthSentence from './health-sentence.json';
import hook from './hook.json';
import hookActions from './hook-actions.json';
import hookApi from './hook-api.json';
import hookCreated from './hook-created.json';
import hookEvents from './hook-events.json';
import hookForm from './hook-form.json';
import hookProblem from './hook-problem.json';
import hookStatistics from './hook-statistics.json';
import hooks from './hooks.json';
import inspector from './inspector.json';
import inspectorVerdict from './inspector-verdict.json';
import language from './language.json';
import mail from './mail.json';
import notifications from './notifications.json';
import places from './places.json';
import reason from './reason.json';
import redelivery from './redelivery.json';
import redeliveryState from './redelivery-state.json';
import remedy from './remedy.json';
import resourceSearch from './resource-search.json';
import sample from './sample.json';
import session from './session.json';
import setup from './setup.json';
import sheet from './sheet.json';
import shell from './shell.json';
import shortcuts from './shortcuts.json';
import signIn from './sign-in.json';
import signatureHelp from './signature-help.json';
import signingSecret from './signing-secret.json';
import system from './system.json';
import timingPhase from './timing-phase.json';

export default {
  account,
  apiCompatibility,
  apiDocs,
  apiClients,
  codeBlock,
  common,
  copy,
  deliveryStatus,
  dialog,
  event,
  eventFilters,
  eventSentence,
  eventType,
  events,
  failure,
  health,
  healthSentence,
  hook,
  hookActions,
  hookApi,
  hookCreated,
  hookEvents,
  hookForm,
  hookProblem,
  hooks,
  hookStatistics,
  inspector,
  inspectorVerdict,
  language,
  mail,
  notifications,
  places,
  reason,
  redelivery,
  redeliveryState,
  remedy,
  resourceSearch,
  sample,
  session,
  setup,
  sheet,
  shell,
  shortcuts,
  signIn,
  signatureHelp,
  signingSecret,
  system,
  timingPhase,
} satisfies typeof en;
