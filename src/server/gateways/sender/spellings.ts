/** The base64 of the bytes at each offset in a longer text, without the characters that also contain other bytes. */
function inBase64(value: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const bits = (before + value.length) * 8;
    const encoded = Buffer.concat([Buffer.alloc(before), value]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });
}

/** Other writings of the bytes, which no decoding of a text finds. A receiver can encode what it has escaped. */
export function encodedOf(value: string): string[] {
  const wide = Buffer.from(value, 'utf16le');
  const escaped = [...new Set(usualOf(value))].filter((text) => text !== value).map(bytesIn);
  return [
    ...bytesOf(bytesIn(value)),
    ...inBase64(wide),
    wide.toString('hex'),
    ...escaped.flatMap((bytes) => [...inBase64(bytes), bytes.toString('hex')]),
    // The base64 of a value is the same in every longer text, apart from both its ends.
    ...[bytesIn(value), ...escaped].flatMap(inBase64).flatMap((once) => inBase64(bytesIn(once))),
    ...inBase64(bytesIn(value)).map((once) => bytesIn(once).toString('hex')),
    ...inBase64(bytesIn(bytesIn(value).toString('hex'))),
  ];
}

const bytesIn = (text: string) => Buffer.from(text);

/** Writings of bytes. */
export function bytesOf(bytes: Buffer): string[] {
  return [
    ...inBase64(bytes),
    bytes.toString('hex'),
    [...bytes].join(','),
    [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(','),
  ];
}

const HTML_NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
};

/** The usual spellings of receivers, so that only the value is masked and not the text around it. */
export function usualOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const inHtml = value.replace(/[&"'<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  const inHtmlNames = value.replace(/[&"'<>]/g, (char) => HTML_NAMES[char] ?? char);
  const inAddress = encodeURIComponent(value);
  return [
    value,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inJson.replaceAll('/', '\\/'),
    inAddress,
    inAddress.replaceAll('%20', '+'),
    encodeURIComponent(inAddress),
    inHtml,
    inHtmlNames,
  ];
}
