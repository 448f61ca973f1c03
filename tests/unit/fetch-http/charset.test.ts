import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  charsetParameter,
  decodeStart,
  decodeText,
  MISREAD,
  OF_HONG_KONG,
  StreamingDecoder,
} from '../../../src/core/fetch/charset.js';
import { workedMs } from '../../helpers/in-time.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const E_ACUTE = [0xe9];
const UTF8_E_ACUTE = [0xc3, 0xa9];
const HIRAGANA_SJIS = [0x82, 0xa0];

const ROWS: [name: string, body: Uint8Array, contentType: string | undefined, charset: string, ends: string][] = [
  ['nothing said, UTF-8', bytes('a', UTF8_E_ACUTE), undefined, 'utf-8', 'é'],
  ['nothing said, not UTF-8', bytes('a', E_ACUTE), 'text/html', 'windows-1252', 'é'],
  ['header', bytes(HIRAGANA_SJIS), 'text/html; charset=Shift_JIS', 'shift_jis', 'あ'],
  ['header, quoted', bytes(E_ACUTE), 'text/html;charset="ISO-8859-1"', 'windows-1252', 'é'],
  ['windows-1252 is not Latin-1', bytes([0x80, 0x93]), 'text/html;charset=iso-8859-1', 'windows-1252', '\u20ac\u201c'],
  ['XML declaration', bytes('<?xml version="1.0" encoding="gbk"?>', [0xc4, 0xe3]), 'text/html', 'gbk', '你'],
  ['header over meta', bytes('<meta charset=shift_jis>', UTF8_E_ACUTE), 'text/html; charset=utf8', 'utf-8', 'é'],
  ['byte order mark over header', bytes([0xef, 0xbb, 0xbf], UTF8_E_ACUTE), 'text/html; charset=gbk', 'utf-8', 'é'],
  ['UTF-16 by mark, little end first', bytes([0xff, 0xfe, 0xe9, 0]), undefined, 'utf-16le', 'é'],
  ['UTF-16 by mark, big end first', bytes([0xfe, 0xff, 0, 0xe9]), undefined, 'utf-16be', 'é'],
  ['UTF-16 by header', bytes([0xe9, 0]), 'text/html; charset=utf-16', 'utf-16le', 'é'],
  ['meta', bytes('<!doctype html><meta charset="Shift_JIS">', HIRAGANA_SJIS), 'text/html', 'shift_jis', 'あ'],
  [
    'meta, unquoted, the slash belongs to the value',
    bytes('<meta/charset=gbk/><p>', [0xc4, 0xe3]),
    undefined,
    'windows-1252',
    'Äã',
  ],
  ['meta with a blank after it', bytes('<meta charset=gbk /><p>', [0xc4, 0xe3]), undefined, 'gbk', '你'],
  [
    'http-equiv',
    bytes('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">', [0xff]),
    '',
    'windows-1251',
    'я',
  ],
  [
    'http-equiv, content first',
    bytes("<meta content='text/html;charset=koi8-r' http-equiv=content-type>", [0xc1]),
    '',
    'koi8-r',
    'а',
  ],
  [
    'content without http-equiv is no word',
    bytes('<meta content="text/html; charset=koi8-r">', UTF8_E_ACUTE),
    '',
    'utf-8',
    'é',
  ],
  ['a meta in a comment is no word', bytes('<!-- <meta charset=koi8-r> -->', UTF8_E_ACUTE), '', 'utf-8', 'é'],
  ...['<!x ', '<?x ', '</ '].map((start): (typeof ROWS)[number] => [
    `nor is one in ${start}`,
    bytes(`${start}<meta charset=koi8-r>`, UTF8_E_ACUTE),
    '',
    'utf-8',
    'é',
  ]),
  ['a meta with space wherever it may be', bytes('<meta\n\tcharset\r\n=\f"koi8-r"\t>', [0xc1]), '', 'koi8-r', 'а'],
  ['a meta with a sign too many', bytes('<meta = charset=koi8-r>', [0xc1]), '', 'koi8-r', 'а'],
  [
    'charset over content',
    bytes('<meta charset=koi8-r content="charset=gbk" http-equiv=Content-Type>', [0xc1]),
    '',
    'koi8-r',
    'а',
  ],
  ...[`"x;charset='koi8-r'"`, `'x;charset="koi8-r"'`, '"x; charset = koi8-r; y"'].map(
    (content): (typeof ROWS)[number] => [
      `content=${content}`,
      bytes(`<meta http-equiv=Content-Type content=${content}>`, [0xc1]),
      '',
      'koi8-r',
      'а',
    ],
  ),
  [
    'a quote that the 1024th byte cuts behind a ">"',
    bytes('<meta charset="koi8-r>'.padStart(1024), UTF8_E_ACUTE),
    '',
    'utf-8',
    'é',
  ],
  ['a character cut by the 1024th byte', bytes(' '.repeat(1023), UTF8_E_ACUTE), '', 'utf-8', 'é'],
  ['no mark of UTF-8', bytes([0xef, 0xbb, 0x41]), 'text/html;charset=windows-1252', 'windows-1252', '»A'],
  ['no mark of UTF-16', bytes([0xfe, 0x41]), 'text/html;charset=windows-1252', 'windows-1252', 'þA'],
  ['nor of the other order', bytes([0xff, 0x41]), 'text/html;charset=windows-1252', 'windows-1252', 'ÿA'],
  ['an XML declaration in single quotes', bytes("<?xml version='1.0' encoding='gbk'?>", [0xc4, 0xe3]), '', 'gbk', '你'],
  ['a comment that ends at once', bytes('<!--><meta charset=koi8-r>', [0xc1]), '', 'koi8-r', 'а'],
  ['a meta in an attribute is no word', bytes('<p title="<meta charset=koi8-r>">', UTF8_E_ACUTE), '', 'utf-8', 'é'],
  ['a tag that begins like meta', bytes('<metadata charset=koi8-r>', UTF8_E_ACUTE), '', 'utf-8', 'é'],
  ['the first meta that is known', bytes('<meta charset=nonsense><meta charset=koi8-r>', [0xc1]), '', 'koi8-r', 'а'],
  ['the first of two attributes', bytes('<meta charset=koi8-r charset=gbk>', [0xc1]), '', 'koi8-r', 'а'],
  ['UTF-16 in a meta means UTF-8', bytes('<meta charset=utf-16le>', UTF8_E_ACUTE), '', 'utf-8', 'é'],
  ['x-user-defined in a meta', bytes('<meta charset=x-user-defined>', E_ACUTE), '', 'windows-1252', 'é'],
  ['a meta after 1024 bytes', bytes(' '.repeat(1024), '<meta charset=koi8-r>', UTF8_E_ACUTE), '', 'utf-8', 'é'],
  ['a meta cut by the 1024th byte', bytes(' '.repeat(1010), '<meta charset=koi8-r>', UTF8_E_ACUTE), '', 'utf-8', 'é'],
  [
    'an XML declaration is passed over',
    bytes('<?xml version="1.0" encoding="gbk"?><meta charset=koi8-r>', [0xc1]),
    '',
    'koi8-r',
    'а',
  ],
  ['UTF-16 without a mark', Buffer.from('\r\n<!DOCTYPE html>é', 'utf16le'), 'text/html', 'utf-16le', 'é'],
  ['its other order', Buffer.from('<?xml version="1.0"?>é', 'utf16le').swap16(), '', 'utf-16be', 'é'],
  ['invalid bytes', bytes('a', [0xff]), 'text/html; charset=utf-8', 'utf-8', '�'],
];

test('a meta behind the prescan is heeded where the page is not UTF-8', () => {
  const late = (...end: number[]) => bytes('<script>', 'x;'.repeat(2_500), '</script><meta charset=gbk>', end);
  assert.deepEqual(
    [late(0xc4, 0xe3), late(0xc3, 0xa9)].map((body) => decodeText(body, 'text/html').text.slice(-1)),
    ['你', 'é'],
  );
});

test('a byte that went astray makes no other encoding of a page in UTF-8', () => {
  const astray = Buffer.concat([Buffer.from('größer als früher, '.repeat(4)), bytes(E_ACUTE)]);
  assert.deepEqual(decodeText(astray, ''), { text: astray.toString(), charset: 'utf-8', warning: undefined });
});

test('a page that was cut within a character is read as the whole would be, without it', () => {
  const page = Buffer.from('größer 😀');
  for (const cut of [0, 1, 2, 3, 4])
    assert.deepEqual(decodeStart(page.subarray(0, page.length - cut), ''), {
      text: cut === 0 ? 'größer 😀' : 'größer ',
      charset: 'utf-8',
      warning: undefined,
    });
  assert.equal(decodeStart(bytes(E_ACUTE, 'cole'), '').text, 'école');
});

test('a page that names no encoding says so where it is not of the West', () => {
  const cyrillic = bytes([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]);
  const late = bytes(' '.repeat(1_024), '<meta charset=utf-8>', E_ACUTE);
  assert.deepEqual(decodeText(cyrillic, undefined), { text: 'Ïðèâåò', charset: 'windows-1252', warning: MISREAD });
  assert.deepEqual(decodeText(cyrillic, 'text/html;charset=windows-1252').warning, undefined);
  assert.deepEqual(decodeText(cyrillic, 'text/html;charset=windows-1251').text, 'Привет');
  assert.match(decodeText(bytes(Array(6).fill(0xe9)), '').warning ?? '', /a guess: .* engine "browser"/);
  const english = bytes('Words. '.repeat(300), 'a caf', [0xe9]);
  assert.deepEqual(decodeText(english, '').warning, undefined);
  const typography = bytes('It', [0x92], 's ', [0xa9]);
  assert.deepEqual(decodeText(typography, ''), { text: 'It’s ©', charset: 'windows-1252', warning: undefined });
  assert.deepEqual([decodeText(late, '').charset, decodeText(late, '').text.at(-1)], ['windows-1252', 'é']);
});

test('ISO-2022-JP is known by its escapes, in the beginning of a page too', () => {
  const japanese = bytes('<title>', [0x1b], '$BF|K\\8l', [0x1b], '(B</title>');
  const text = '<title>日本語</title>';
  assert.deepEqual(decodeText(japanese, 'text/html'), { text, charset: 'iso-2022-jp', warning: undefined });
  assert.equal(decodeText(japanese, 'text/html; charset=utf-8').charset, 'utf-8');
  const decoder = new StreamingDecoder('text/html');
  assert.equal(decoder.write(japanese) + decoder.end(), text);
});

for (const [name, body, contentType, charset, ends] of ROWS) {
  test(`charset: ${name}`, () => {
    const whole = decodeText(body, contentType);
    assert.equal(whole.charset, charset);
    assert.ok(whole.text.endsWith(ends), JSON.stringify(whole.text.slice(-10)));
    assert.doesNotMatch(whole.warning ?? '', charset === 'windows-1252' ? /unknown/ : /./);
    const decoder = new StreamingDecoder(contentType);
    let text = '';
    for (const byte of body) text += decoder.write(Uint8Array.of(byte));
    assert.equal(text + decoder.end(), whole.text);
    assert.equal(decoder.charset, charset);
  });
}

test('an unknown label is UTF-8 with a warning; labels that Node cannot decode too', () => {
  for (const label of ['utf-7', 'nonsense', 'hz-gb-2312', 'replacement']) {
    const decoded = decodeText(bytes(UTF8_E_ACUTE), `text/html; charset=${label}`);
    assert.deepEqual([decoded.text, decoded.charset], ['é', 'utf-8'], label);
    assert.match(decoded.warning ?? '', new RegExp(label));
    const decoder = new StreamingDecoder(`text/html; charset=${label}`);
    assert.equal(decoder.write(bytes(UTF8_E_ACUTE)) + decoder.end(), 'é');
  }
  const userDefined = decodeText(bytes('<meta charset=x-user-defined>', UTF8_E_ACUTE), 'text/html');
  assert.deepEqual([userDefined.text.slice(-2), userDefined.charset], ['Ã©', 'windows-1252']);
});

test('the charset parameter', () => {
  const rows: [string, string | undefined][] = [
    ['text/html', undefined],
    ['text/html; charset=utf-8; x=y', 'utf-8'],
    ['text/html ; boundary=a; CHARSET = "x y"', 'x y'],
    ["text/html;charset='utf-8'", 'utf-8'],
    ['text/html;charset=', undefined],
    ['text/html; charset=utf-8, text/html', 'utf-8'],
  ];
  for (const [contentType, charset] of rows) assert.equal(charsetParameter(contentType), charset, contentType);
});

test('the prescan is linear', () => {
  const started = workedMs();
  for (const unit of ['<meta ', '<!--', '<a b=', '<!', '<p "', "<a b='", '=']) decodeText(bytes(unit.repeat(200)), '');
  assert.ok(workedMs() - started < 200);
});

test('EUC-KR has all syllables of Korean, also in pieces, and a byte that is cut off takes no tag with it', () => {
  const korean = 'text/html; charset=euc-kr';
  // Beside those of KS X 1001: the first one, one of the rows where both stand, the last one.
  const body = bytes(
    [0x81, 0x41, 0xc7, 0xd1, 0x98, 0xde, 0xb5, 0xcb],
    'a',
    [0xc6, 0x52],
    '<b>',
    [0xb0],
    '<i>',
    [0x81, 0xff],
    'c',
    [0x80],
  );
  const text = '갂한샾됩a힣<b>\ufffd<i>\ufffdc\ufffd';
  assert.equal(decodeText(body, korean).text, text);
  const pieces = new StreamingDecoder(korean);
  const long = Buffer.concat([Buffer.alloc(1023, ' '), body, Buffer.from([0x98])]);
  const written = Array.from(long, (byte) => pieces.write(Uint8Array.of(byte))).join('') + pieces.end();
  assert.equal(written.trim(), `${text}\ufffd`);
});

test('EUC-KR takes no longer where every second character stands outside KS X 1001', () => {
  const before = process.cpuUsage();
  decodeText(Buffer.alloc(20_000_000, bytes([0x81, 0x41], ' ')), 'text/html; charset=euc-kr');
  assert.ok(process.cpuUsage(before).user < 1_000_000);
});

test('what Hong Kong added to Big5 is said to be missing', () => {
  const { text, warning } = decodeText(bytes([0xad, 0xbb, 0xb4, 0xe4, 0x9d, 0xef]), 'text/html; charset=big5');
  assert.deepEqual([text.slice(0, 2), warning], ['香港', OF_HONG_KONG]);
  assert.equal(decodeText(bytes([0xad, 0xbb]), 'text/html; charset=big5').warning, undefined);
});
