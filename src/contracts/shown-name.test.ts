import { expect, it } from 'vitest';
import { shownName } from './shown-name';

const isAccepted = (name: string) => shownName(50).safeParse(name).success;

it.each(['', ' ', '\u200b', '\u00ad\u2060', '\u3164', '\u2800\u115f', '\u{e0001}'])(
  'refuses a name that shows nothing: %j',
  (name) => {
    expect(isAccepted(name)).toBe(false);
  },
);

it.each(['A', 'Torre Norte', '👩‍🔧 obras', 'می‌خواهم', '塔'])('accepts %s', (name) => {
  expect(isAccepted(name)).toBe(true);
});
