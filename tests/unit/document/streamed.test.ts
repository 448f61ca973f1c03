/** Markup as React's and Solid's servers stream it, and what a browser makes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamedInPlace } from '../../../src/core/document/streamed.js';
import { workedMs } from '../../helpers/in-time.js';

const boundary = (id: string, fallback: string, mark = '$?') =>
  `<!--${mark}--><template id="B:${id}"></template>${fallback}<!--/$-->`;
const segment = (id: string, html: string) => `<div hidden id="S:${id}">${html}</div>`;
const call = (id: string, more = '') => `<script>${more}$RC("B:${id}","S:${id}")</script>`;

const CASES: Readonly<Record<string, [streamed: string, placed: string]>> = {
  'a content takes the place of its placeholder and what stands in for it': [
    `<main>a ${boundary('0', '<p>Loading</p> <i>…</i>')} c</main>${segment('0', '<div>b</div>')}${call('0', '$RC=function(a,b){};')}`,
    `<main>a <!--$?--><div>b</div><!--/$--> c</main>${call('0', '$RC=function(a,b){};')}`,
  ],
  'boundaries in what stands in, and in contents': [
    `${boundary('0', `x<!--$-->y<!--/$-->${boundary('7', 'z')}`)}${segment('0', `a ${boundary('1', 'Loading')}`)}${call('0')}${segment('1', 'b')}${call('1')}`,
    `<!--$?-->a <!--$?-->b<!--/$--><!--/$-->${call('0')}${call('1')}`,
  ],
  'a part of a content, which has nothing that stands in': [
    `${boundary('0', 'Loading')}${segment('0', 'a<template id="P:1"></template>c')}${segment('1', 'b')}<script>$RS("S:1","P:1")</script>${call('0')}`,
    `<!--$?-->abc<!--/$--><script>$RS("S:1","P:1")</script>${call('0')}`,
  ],
  'rows of a table': [
    `<table><tbody>${boundary('0', '<tr><td>…</td></tr>')}</tbody></table><table hidden><tbody id="S:0"><tr><td>a</td></tr></tbody></table>${call('0')}`,
    `<table><tbody><!--$?--><tr><td>a</td></tr><!--/$--></tbody></table><table hidden></table>${call('0')}`,
  ],
  'with styles, and a nonce': [
    `${boundary('0', 'Loading')}${segment('0', 'a')}<script nonce="">$RR("B:0","S:0",[["x.css"]])</script>`,
    '<!--$?-->a<!--/$--><script nonce="">$RR("B:0","S:0",[["x.css"]])</script>',
  ],
  'Solid: the content in a template, the end named': [
    '<p><template id="pl-0"></template>Loading<!--pl-0--></p><template id="0"><b>a</b><template id="pl-1"></template>…<!--pl-1--></template><script>$df("0")</script><template id="1">b</template><script>$df("1");function $df(e){}</script>',
    '<p><b>a</b>b<!--pl-1--><!--pl-0--></p><script>$df("0")</script><script>$df("1");function $df(e){}</script>',
  ],
  'tags in scripts are none': [
    `${boundary('0', 'x')}${segment('0', '<script>"</div>"</script>a')}${call('0')}`,
    `<!--$?--><script>"</div>"</script>a<!--/$-->${call('0')}`,
  ],
};
for (const [why, [streamed, placed]] of Object.entries(CASES))
  test(why, () => {
    assert.equal(streamedInPlace(streamed), placed);
  });

test('what lacks its call, its content, its placeholder or its end stays as it is; so does what was placed', () => {
  const pages = [
    `${boundary('0', 'x')}${segment('0', 'a')}`,
    `${boundary('0', 'x')}${call('0')}`,
    `${segment('0', 'a')}${call('0')}`,
    `<!--$?--><template id="B:0"></template>x${segment('0', 'a')}${call('0')}`,
    `${boundary('0', 'x')}<div hidden id="S:0">a${call('0')}`,
    `<!--$-->a<!--/$-->${call('0')}`,
  ];
  for (const page of pages) assert.equal(streamedInPlace(page), page);
});

test('contents that hold one another end, and a long chain does', () => {
  const circle = `${segment('0', boundary('1', 'x'))}${segment('1', boundary('0', 'y'))}${call('0')}${call('1')}b`;
  assert.ok(streamedInPlace(circle).endsWith('b'));
  const many = Array.from(
    { length: 20_000 },
    (_, i) => segment(`${i}`, `${i} ${boundary(`${i + 1}`, 'x')}`) + call(`${i}`),
  );
  const startedMs = workedMs();
  const chain = /^(?:<!--\$\?-->\d+ )+/.exec(streamedInPlace(boundary('0', 'x') + many.join('')))?.[0];
  assert.equal(chain?.trim().split(' ').at(-1), '<!--$?-->99', 'a hundred levels');
  const nested = `${'<div id="S:0">'.repeat(20_000)}${boundary('0', boundary('0', 'x')).repeat(20_000)}${call('0')}`;
  assert.ok(streamedInPlace(nested).length <= nested.length);
  assert.ok(workedMs() - startedMs < 2_000);
});
