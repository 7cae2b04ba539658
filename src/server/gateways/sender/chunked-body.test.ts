import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ChunkedBody } from './chunked-body';

/** Passes the text in pieces of these lengths. Returns what the parser gets, and whether there were trailers. */
function passed(text: string, lengths: readonly number[]) {
  let trailers = 0;
  const body = new ChunkedBody(() => {
    trailers += 1;
  });
  let rest = Buffer.from(text, 'latin1');
  let got = '';
  for (let n = 0; rest.length > 0 && !body.isOver; n += 1) {
    const length = lengths[n % lengths.length] ?? 1;
    got += body.pass(rest.subarray(0, length)).toString('latin1');
    rest = rest.subarray(length);
  }
  return { got, isOver: body.isOver, trailers };
}

const aChunk = fc.record({
  data: fc.string({
    unit: fc.constantFrom('\r', '\n', '0', 'a', ';'),
    minLength: 1,
    maxLength: 40,
  }),
  extension: fc.constantFrom('', ';a=b', ' ; a="1"'),
  isUpper: fc.boolean(),
});
const coded = fc.array(aChunk, { maxLength: 6 }).map((chunks) =>
  chunks
    .map(({ data, extension, isUpper }) => {
      const size = data.length.toString(16);
      return `${isUpper ? size.toUpperCase() : size}${extension}\r\n${data}\r\n`;
    })
    .join(''),
);
const splits = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

it('passes a body without trailers unchanged, however it arrives', () => {
  fc.assert(
    fc.property(coded, splits, (chunks, lengths) => {
      const whole = `${chunks}0\r\n\r\n`;
      expect(passed(whole, lengths)).toEqual({ got: whole, isOver: true, trailers: 0 });
    }),
  );
});

it('ends a body before its trailers', () => {
  fc.assert(
    fc.property(coded, splits, (chunks, lengths) => {
      const { got, isOver, trailers } = passed(`${chunks}0\r\na: b\r\nc: d\r\n\r\n`, lengths);
      expect({ got, isOver, trailers }).toEqual({
        got: `${chunks}0\r\n\r\n`,
        isOver: true,
        trailers: 1,
      });
    }),
  );
});
