import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { SkippingTokenizer } from '../../../src/core/document/tokenizer.js';

const CALLBACKS = [
  ...['onattribdata', 'onattribend', 'onattribname', 'oncdata', 'onclosetag', 'oncomment', 'ondeclaration', 'onend'],
  ...['onopentagend', 'onopentagname', 'onprocessinginstruction', 'onselfclosingtag', 'ontext'],
] as const;

/** What a tokenizer tells, in order. */
function told(html: string, make: (callbacks: TokenizerCallbacks) => { write(html: string): void; end(): void }) {
  const events: string[] = [];
  const callbacks = Object.fromEntries(
    CALLBACKS.map((name) => [name, (...at: number[]) => events.push(`${name} ${at.join(' ')}`)]),
  );
  const tokenizer = make(callbacks as unknown as TokenizerCallbacks);
  tokenizer.write(html);
  tokenizer.end();
  return events;
}

const PIECES = [
  ...['<', '>', '</', '/>', '/', '=', '"', "'", ' ', '\n', '<!--', '-->', '<!', '<?', '<![CDATA[', ']]>', '&amp;', '&'],
  ...[
    'a',
    'div',
    'href',
    'é',
    '漢',
    '\0',
    'x'.repeat(17),
    'y z '.repeat(20),
    '<a href="/b">',
    "<p class='c d'>",
    '</p>',
  ],
  ...['<script>', '</script>', '<style>', '</style>', '<title>', '</title>', '<textarea>', '</textarea>', '<br/>'],
];

/** What is read otherwise on purpose; the trees are compared with a browser's elsewhere. */
const MENDED = /--!>|<!-?>|<[!?/][^>]*$|<[a-z][^>]*$|<\/(?:script|style|title|textarea)\//i;

test('tells what the tokenizer tells, of any input', () => {
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48_271) % 0x7fff_ffff;
    return seed % below;
  };
  for (let run = 0; run < 4_000; run++) {
    const html = Array.from({ length: 1 + next(30) }, () => PIECES[next(PIECES.length)]).join('');
    if (MENDED.test(html)) continue;
    const plain = told(html, (callbacks) => new Tokenizer({ decodeEntities: false }, callbacks));
    const skipping = told(html, (callbacks) => new SkippingTokenizer(callbacks));
    assert.deepEqual(skipping, plain, JSON.stringify(html));
  }
});

test('the states that it passes over are those of the tokenizer', () => {
  const own = Object.getOwnPropertyNames(SkippingTokenizer.prototype).filter((name) => name !== 'constructor');
  assert.equal(own.length, 9);
  for (const name of own) assert.ok(name in Tokenizer.prototype, name);
});
