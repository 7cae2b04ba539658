export { claimKey } from './claim-key';
export { keepAnswer } from './keep-answer';
export { releaseKey } from './release-key';
export type { KeyContext } from './request-row';
export { resealAnswers } from './reseal-answers';
