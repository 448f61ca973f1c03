/** When HTML is only the shell of a page. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needsBrowser } from '../../../src/core/fetch/needs-browser.js';

const TEXT = 'Words of its own, as any article has them. '.repeat(45);
const BUILDS = '<script>document.body.append(document.createElement("a"))</script>';

const CASES: ReadonlyArray<[string, string, boolean, number?]> = [
  ['an empty root and a bundle', '<div id="root"></div><script type="module" src="/a.js"></script>', true],
  ['an empty root with a spinner', '<DIV ID=app class=x><span>Loading…</span></DIV><script src=/a.js></script>', true],
  ['an empty custom element', '<app-root></app-root><script src="/main.js"></script>', true],
  ['plain scripts that build the list', `<h1>Shop</h1><ul id=list></ul>${BUILDS}`, true],
  [
    'a notice in noscript',
    '<noscript>Please enable JavaScript to run this app.</noscript><script src=/a.js></script><p>Hi</p>',
    true,
  ],
  ['a challenge', '<title>Just a moment...</title><script src=/c.js></script>', true, 403],
  ["a firewall's refusal", '<title>Access Denied</title><p>You have no permission.', true, 403],
  ['too many requests', '<title>Too many</title><p>Slow down.', false, 429],
  ['the same title on a page that answered', `<title>Just a moment</title><p>${TEXT}</p>`, false, 403],
  ['no scripts', '<h1>Hello</h1><a href=/a>a</a>', false],
  ['an article with scripts', `<article>${TEXT}</article>${BUILDS}`, false],
  ['an article inside the root', `<div id="root"><p>${TEXT}</p></div><script src=/a.js></script>`, false],
  ['a menu of links and a script', `${'<a href=/x>Chapter</a> '.repeat(8)}<script src=/stats.js></script>`, false],
  [
    'a short page with statistics',
    '<h1>Moved</h1><p>See <a href=/new>the new page</a>.</p><script src=/stats.js></script>',
    false,
  ],
  [
    'data in a script is no code',
    '<p>Short</p><a href=/a>a</a><script type="application/ld+json">{"x":".innerHTML ="}</script>',
    false,
  ],
];

for (const [name, html, needed, status] of CASES) {
  test(`${needed ? 'needs a browser' : 'needs none'}: ${name}`, () => {
    const verdict = needsBrowser(`<!doctype html><html><body>${html}</body></html>`, status ?? 200);
    assert.equal(verdict.needed, needed, verdict.reason);
    assert.ok(verdict.reason.length > 0);
  });
}

test('hostile HTML is looked at in linear time', () => {
  for (const unit of [
    '<div ',
    '<noscript>',
    '<SCRIPT>x</SCRIPT>',
    '<a ',
    '<!--',
    '<div id=root>',
    '<app-root',
    '<script>.innerHTML   ',
    '<div id="root">  ',
    '<div id=app ',
    '<div id=app id=app id=app>',
    `<div id=app>${' '.repeat(200)}<!--${' '.repeat(200)}`,
    '<x-x-x-app ',
    '<a\th',
    '<a href',
  ]) {
    const before = process.cpuUsage();
    // Without a script there is nothing to look for.
    needsBrowser(`<script>x</script>${unit.repeat(1_000_000 / unit.length)}`, 200);
    assert.ok(process.cpuUsage(before).user < 500_000, unit);
  }
});

const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);

test('at most 5 % of the static pages of the corpus would start a browser', {
  skip: !existsSync(CORPUS) && 'the corpus is not here',
}, () => {
  const pages = readFileSync(new URL('pages.jsonl', CORPUS), 'utf8').trim().split('\n');
  const shells = pages.filter(
    (line) => needsBrowser(readFileSync(new URL(`pages/${JSON.parse(line).id}.html`, CORPUS), 'utf8'), 200).needed,
  );
  assert.ok(shells.length <= pages.length * 0.05, `${shells.length} of ${pages.length}`);
});
