import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headOf } from '../../../src/core/document/head.js';

const HEAD = `<!doctype html><html lang=en><head><meta charset="UTF-8">
<title>A &amp; B
 c</title><meta name="Description" content="Says &quot;it&quot;"><META PROPERTY="og:title" CONTENT="first">
<meta property="og:title" content="second"><link rel="canonical" href="/x"><link rel="icon shortcut" href="/i.png">
<script>var a = "<title>no</title>";</SCRIPT>
<script type="application/ld+json">{"@type": "Article"}</script><script type="application/ld+json">{broken</script>
</head><body><nav><p>Skip to the content of this page, which is not a lead</p></nav><h1>Main <b>heading</b></h1>
<p>short</p><p>A paragraph that is long enough to be called the lead.</p><p hidden>A paragraph that is long enough but hidden.</p>`;

test('a whole head', () => {
  const head = headOf(HEAD);
  assert.equal(head.title, 'A & B c');
  assert.equal(head.lang, 'en');
  assert.equal(head.charset, 'utf-8');
  assert.deepEqual(head.meta, { description: 'Says "it"', 'og:title': 'first' });
  assert.deepEqual(head.link, { canonical: ['/x'], icon: ['/i.png'], shortcut: ['/i.png'] });
  assert.deepEqual(head.jsonld, [{ '@type': 'Article' }]);
  assert.deepEqual(head.headings, ['Main heading']);
  assert.deepEqual(head.lead, ['A paragraph that is long enough to be called the lead.']);
});

test('a head cut anywhere tells what stands before the cut, and never more', () => {
  const whole = headOf(HEAD);
  for (let end = 0; end < HEAD.length; end += 7) {
    const head = headOf(HEAD.slice(0, end));
    for (const [name, value] of Object.entries(head.meta)) assert.equal(value, whole.meta[name], `${end}: ${name}`);
    for (const hrefs of Object.values(head.link)) for (const href of hrefs) assert.ok(['/x', '/i.png'].includes(href));
  }
});

test('names that objects inherit are names like others', () => {
  const head = headOf('<meta name=constructor content=c><meta name=__proto__ content=p><link rel=toString href=/t>');
  assert.equal(head.meta['constructor'], 'c');
  assert.deepEqual(head.link, { tostring: ['/t'] });
});
