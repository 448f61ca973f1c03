import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IMAGE_SCORE_PARTS } from '../../../src/core/score/image.js';
import { mediaOf } from '../extract-media/media-of.js';

function scored(html: string) {
  const image = mediaOf(html, { verbose: true }).images.at(-1);
  assert.ok(image?.score_parts);
  return { score: image.score, parts: Object.keys(image.score_parts) };
}

const BIG = 'width="800" height="600"';
const OWN = `<img src="own" ${BIG} alt="Its own picture">`;
/** One page for each part that shows it, and one close by that does not. */
const parts: Record<keyof typeof IMAGE_SCORE_PARTS, [string, string]> = {
  base: ['<img src="a">', ''],
  large: [`<img src="a" ${BIG}>`, '<img src="a" width="800" height="200">'],
  medium: ['<img src="a" width="200" height="200">', `<img src="a" ${BIG}>`],
  small: ['<img src="a" width="32" height="32">', '<img src="a" width="65">'],
  pixel: ['<img src="a" width="1" height="1">', '<img src="a" width="16" height="16">'],
  alt: ['<img src="a" alt="b">', '<img src="a" alt=" ">'],
  alt_words: ['<img src="a" alt="one two three">', '<img src="a" alt="one two">'],
  caption: ['<figure><img src="a"><figcaption>c</figcaption></figure>', '<div><img src="a">c</div>'],
  near_text: ['<div><img src="a">c</div>', '<figure><img src="a"><figcaption>c</figcaption></figure>'],
  main: ['<main><img src="a"></main>', '<div><img src="a"></div>'],
  page_edge: ['<nav><img src="a"></nav>', '<main><img src="a"></main>'],
  figure: ['<figure><img src="a"></figure>', '<figure></figure><img src="a">'],
  represents_page: ['<meta property="og:image" content="a">', '<link rel="icon" href="a">'],
  leads_away: [`<a href="/next"><img src="a"></a>${OWN}`, `${OWN}<a href="/next"><img src="a"></a><img src="a">`],
  photo: ['<img src="a.webp">', '<img src="a.png">'],
  drawn: ['<img src="a.gif">', '<img src="a.png">'],
  icon_word: ['<img src="/img/iconCart.png">', '<img src="/silicon-wafer.jpg" class="lexicon" alt="icon">'],
  blank_word: ['<img src="spacer.png">', '<img src="pixel.png" alt="Pixel phone">'],
  site_icon: ['<link rel="icon" href="a">', '<img src="a">'],
  background: ['<div style="background:url(a)"></div>', '<img src="a">'],
  input: ['<input type="image" src="a">', '<img src="a">'],
  noscript: ['<noscript><img src="a"></noscript>', '<img src="a">'],
  stands_in: ['<img src="a" data-srcset="data:image/png,x 2x, b.png 1x">', '<img src="a" srcset="b.png 2x">'],
  hidden: ['<img src="a" style="display:none">', '<img src="a">'],
};

for (const [name, [shows, does_not]] of Object.entries(parts)) {
  test(`image score: ${name}`, () => {
    const first = mediaOf(shows, { verbose: true }).images[0];
    assert.ok(first?.score_parts && name in first.score_parts, JSON.stringify(first));
    if (does_not !== '') assert.ok(!scored(does_not).parts.includes(name));
  });
}

test('image score: what leads to a picture, to the start page, to its own page or to one below that leads not away', () => {
  const led = (attributes: string, head = '') =>
    scored(`${head}${OWN}<a ${attributes}><img src="a"></a>`).parts.includes('leads_away');
  assert.ok(led('href="https://other.example/"') && led('href="../elsewhere"') && led('href="/?p=7"'));
  for (const href of ['', '#b', 'javascript:b()', 'b.jpg', 'File:B.jpg', '/', '/index.php', 'page.html#b'])
    assert.ok(!led(`href="${href}"`), href);
  const origin = 'https://www.shop.example';
  const same = [
    origin,
    `${origin}:443`,
    '//shop.example/dir/page.html',
    'HTTPS://WWW.SHOP.EXAMPLE/',
    `${origin}/dir/page.html?b`,
  ];
  for (const href of same) assert.ok(!led(`href="${href}"`), href);
  assert.ok(led(`href="${origin}/next"`) && led(`href="${origin}:443/next"`));
  assert.ok(!led('href="page.html/b"') && !led('rel="attachment wp-att-7" href="/b"'));
  assert.ok(!led('href="/next"', '<meta property="og:image" content="a">'));
});

test('image score: on a page of links, the pictures in them are its content', () => {
  const teaser = `<li><a href="/next"><img src="a.jpg" ${BIG} alt="Of the next page"></a></li>`;
  const logo = '<img src="/img/banner.png" width="640" height="200" alt="The name of a shop">';
  for (const page of [
    teaser,
    `${logo}${teaser}`,
    `<meta property="og:image" content="${'b.jpg?w=900&amp;h=900'}">${teaser}`,
  ])
    assert.ok(!scored(page).parts.includes('leads_away'), page);
  assert.ok(scored(`${OWN}${teaser}`).parts.includes('leads_away'));
});

test('image score: 0-10, whatever comes together', () => {
  assert.equal(scored('<header><img src="sprite.gif" class="icon" width="1" height="1" hidden></header>').score, 0);
  const best = `<main><figure><picture><img src="a.jpg" ${BIG} alt="A red kite over hills"></picture><figcaption>Kite</figcaption></figure></main>`;
  assert.equal(scored(best).score, 10);
});

test('image score: does not depend on the images before it', () => {
  const html = '<p><img src="last.jpg" alt="The last"></p>';
  const alone = scored(html).score;
  assert.equal(
    scored(`${Array.from({ length: 300 }, (_, i) => `<p><img src="${i}.jpg"></p>`).join('')}${html}`).score,
    alone,
  );
});
