import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IMAGES_MAX } from '../../../src/core/extract/images.js';
import { mediaOf, type Options } from './media-of.js';

const HTML = `<img src="/own.jpg"><img src="https://img.shop.example/sub.jpg"><img src="https://notshop.example/near.jpg">
  <img src="https://cdn.partner.example/partner.jpg"><div style="background:url(https://ads.example/ad.jpg)"></div>`;

const cases: [string, Options, string[], RegExp | undefined][] = [
  ['none', {}, ['own', 'sub', 'near', 'partner', 'ad'], undefined],
  ['external', { media: { exclude_external_images: true } }, ['own', 'sub'], undefined],
  [
    'external but some domains',
    { media: { exclude_external_images: true, keep_image_domains: ['Partner.example'] } },
    ['own', 'sub', 'partner'],
    undefined,
  ],
  [
    'keep without exclude',
    { media: { keep_image_domains: ['x.example'] } },
    ['own', 'sub', 'near', 'partner', 'ad'],
    /keep_image_domains had no effect/,
  ],
  [
    'exclude_domains',
    { links: { exclude_domains: ['ads.example', 'partner.example'] } },
    ['own', 'sub', 'near'],
    undefined,
  ],
  [
    'kept and excluded',
    {
      media: { exclude_external_images: true, keep_image_domains: ['ads.example'] },
      links: { exclude_domains: ['ads.example'] },
    },
    ['own', 'sub'],
    /ads\.example had no effect/,
  ],
  ['all', { media: { exclude_all_images: true } }, [], undefined],
  [
    'all with a threshold',
    { media: { exclude_all_images: true, image_score_threshold: 3 } },
    [],
    /exclude_all_images: image_score_threshold had no effect/,
  ],
];

for (const [name, options, kept, warning] of cases) {
  test(`image filter: ${name}`, () => {
    const { images, warnings } = mediaOf(HTML, options);
    assert.deepEqual(
      images.map(({ src }) => /(\w+)\.jpg$/.exec(src)?.[1]),
      kept,
    );
    assert.equal(warnings.length, warning ? 1 : 0);
    if (warning) assert.match(warnings[0] ?? '', warning);
  });
}

test('image_score_threshold drops what is below, and groups are counted without gaps', () => {
  const html =
    '<img src="spacer.gif" width="1" height="1"><main><img src="a.jpg" alt="A good long alt" width="800" height="600"></main>';
  const { images } = mediaOf(html, { media: { image_score_threshold: 5 } });
  assert.deepEqual(
    images.map(({ src, group_id }) => [src.split('/').at(-1), group_id]),
    [['a.jpg', 0]],
  );
});

test('videos keep their ids and posters when images are excluded', () => {
  const { images, videos } = mediaOf('<img src="a.jpg"><video src="v.mp4" poster="p.jpg"></video>', {
    media: { exclude_all_images: true },
  });
  assert.equal(images.length, 0);
  assert.equal(videos[0]?.poster, 'https://www.shop.example/dir/p.jpg');
});

test('more images than any real page has are cut, with a warning', () => {
  const { images, warnings } = mediaOf(Array.from({ length: IMAGES_MAX + 5 }, (_, i) => `<img src=${i}>`).join(''));
  assert.equal(images.length, IMAGES_MAX);
  assert.deepEqual(warnings, [`only the first ${IMAGES_MAX} images were read`]);
});

test('more recordings than any real page has are cut, with a warning', () => {
  const many = Array.from({ length: 5_005 }, (_, i) => `<video src=${i}></video>`).join('');
  const { videos, warnings } = mediaOf(many);
  assert.equal(videos.length, 5_000);
  assert.deepEqual(warnings, ['only the first 5000 videos and audio were read']);
});
