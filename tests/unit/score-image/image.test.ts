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
