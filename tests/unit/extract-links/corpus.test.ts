/** On real pages, where they are at hand: the links of Chromium's parser, and the same by both routes. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { dropTrackingParameters, parseUrl } from '../../../src/core/url.js';
import { linksOf } from './page-of.js';

const CORPUS = new URL('../../../../shared/corpus/', import.meta.url);
const REFERENCE = new URL('reference.jsonl.gz', CORPUS);
const PAGES = 60;
const RECALL_MIN = 0.9998;

interface Reference {
  id: string;
  url: string;
  links: { href: string; in_noscript?: boolean }[];
}

function keyOf(href: string): string | undefined {
  const url = parseUrl(href);
  if (url === undefined || !url.protocol.startsWith('http')) return undefined;
  url.hash = '';
  dropTrackingParameters(url);
  return url.href;
}

test('real pages', { skip: !existsSync(REFERENCE) && 'no corpus on this machine' }, async () => {
  const lines = gunzipSync(readFileSync(REFERENCE)).toString().trim().split('\n');
  let expected = 0;
  let found = 0;
  let given = 0;
  let right = 0;
  for (const line of lines.slice(0, PAGES)) {
    const reference: Reference = JSON.parse(line);
    const file = new URL(`pages/${reference.id}.html`, CORPUS);
    if (!existsSync(file)) continue;
    const html = readFileSync(file, 'utf8');
    // The base of the reference is the page as Chromium had it, in its own charset; ASCII URLs are the same in all.
    const isAscii = (href: string | undefined) => href !== undefined && !href.includes('%');
    const wanted = new Set(
      reference.links
        .filter((link) => !link.in_noscript)
        .map((link) => keyOf(link.href))
        .filter(isAscii),
    );
    const known = new Set(reference.links.map((link) => keyOf(link.href)));
    const links = (await linksOf(html, { url: reference.url })).map((link) => keyOf(link.href)).filter(isAscii);
    const seen = new Set(links);
    expected += wanted.size;
    given += seen.size;
    for (const href of wanted) if (seen.has(href)) found++;
    for (const href of seen) if (known.has(href)) right++;
  }
  assert.ok(found / expected >= RECALL_MIN, `recall ${found / expected}`);
  assert.ok(right / given >= RECALL_MIN, `precision ${right / given}`);
});
