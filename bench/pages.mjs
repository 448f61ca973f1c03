/** Pages to extract from: the corpus beside the repository where it is present, else pages of our own. */
import { existsSync, readFileSync } from 'node:fs';

const CORPUS = new URL('../../shared/corpus/', import.meta.url);

/** @returns {{ from: string, pages: Array<{ html: string, url: string }> }} */
export function benchPages() {
  const list = new URL('pages.jsonl', CORPUS);
  if (!existsSync(list)) {
    const pages = Array.from({ length: 100 }, (_, i) => ({ html: ownPage(i), url: `https://own.example/${i}` }));
    return { from: '100 pages of our own', pages };
  }
  const entries = readFileSync(list, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const pages = entries.flatMap(({ id, url, charset }) => {
    const file = new URL(`pages/${id}.html`, CORPUS);
    if (!existsSync(file)) return [];
    return [{ html: new TextDecoder(charset || 'utf-8').decode(readFileSync(file)), url }];
  });
  return { from: `${pages.length} pages of the corpus`, pages };
}

/** A page as news sites have them: menus, a list of stories with pictures, scripts, a footer. About 60 KB. */
export function ownPage(number = 0, stories = 60) {
  const menu = Array.from(
    { length: 30 },
    (_, i) => `<li class="menu-item"><a href="/section/${i}">Section ${i}</a></li>`,
  );
  const story = (i) => `<article class="story story--${i % 3}" data-id="${i}"><a href="/story/${number}-${i}"><picture>
<source srcset="/img/${i}-400.webp 400w, /img/${i}-800.webp 800w" type="image/webp"><img src="/img/${i}-400.jpg" width="400" height="225" loading="lazy" alt="Picture of story ${i}"></picture></a>
<h2><a href="/story/${number}-${i}">Story ${i}: what the harbour master said on day ${i}</a></h2>
<p>The ferry sails again after ${i} weeks of repair; see <a href="https://other${i}.example/tides">the tide tables</a> and the market's prices &amp; times.</p>
<div class="meta"><span>By <a href="/people/${i % 7}">Reporter ${i % 7}</a></span> <time datetime="2026-01-01">1 January</time></div></article>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page ${number}</title><meta name="description" content="Page ${number} of the bench."><meta property="og:image" content="/img/og.jpg">
<script>${'var state = {"a": [1, 2, 3], "b": "<p>no markup</p>"};'.repeat(100)}</script></head><body><header><nav><ul>${menu.join('')}</ul></nav></header><main>
${Array.from({ length: stories }, (_, i) => story(i)).join('\n')}</main><footer><ul>${menu.join('')}</ul></footer></body></html>`;
}
