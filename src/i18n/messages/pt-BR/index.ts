import common from './common.json';
import deliveryStatus from './delivery-status.json';
import event from './event.json';
import eventType from './event-type.json';
import events from './events.json';
import health from './health.json';
import healthSentence from './health-sentence.json';
import hook from './hook.json';
import hooks from './hooks.json';
import inspector from './inspector.json';
import language from './language.json';
import places from './places.json';
import reason from './reason.json';
import resourceSearch from './resource-search.json';
import shell from './shell.json';
import signIn from './sign-in.json';

export default {
  common,
  deliveryStatus,
  event,
  eventType,
  events,
  health,
  healthSentence,
  hook,
  hooks,
  inspector,
  language,
  places,
  reason,
  resourceSearch,
  shell,
  signIn,
};
