import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, durationInSeconds, durationOf } from '../../../src/core/document/duration.js';
import { mediaOf } from './media-of.js';

const jsonld = (value: object) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

test('how long: as ISO 8601 and as clocks say it; a number alone only where it is known to be seconds', () => {
  const said = ['PT1H2M3S', 'pt2m', 'P0DT90S', 'PT3.6S', '1:02:03', '62:03', '0:59.5', ' PT5M ', 'P7D'];
  assert.deepEqual(said.map(durationOf), [3_723, 120, 90, 3, 3_723, 3_723, 59, 300, 604_800]);
  const unsaid = ['', 'PT0S', '0:00', '754', 'P', 'P1M', '2026', '12:3', 'T5M', 'PT169H', undefined];
  assert.deepEqual(
    unsaid.map(durationOf),
    unsaid.map(() => undefined),
  );
  assert.deepEqual(['754', '61.5', '1:00', 'long'].map(durationInSeconds), [754, 61, 60, undefined]);
  assert.deepEqual([5, 61, 3_600, 86_399].map(clock), ['0:05', '1:01', '1:00:00', '23:59:59']);
});

test('how long recordings play: by JSON-LD, of the episode too, by Open Graph and by the element', () => {
  const file = (name: string) => `https://cdn.example/${name}.mp3`;
  const episode = {
    '@type': 'PodcastEpisode',
    name: 'Salt',
    timeRequired: 'PT1H',
    associatedMedia: { '@type': 'AudioObject', contentUrl: file('a') },
  };
  const article = {
    '@type': 'NewsArticle',
    name: 'Fog',
    timeRequired: 'PT7M',
    audio: { '@type': 'AudioObject', contentUrl: file('b'), duration: '2:30' },
  };
  const read = { ...article, audio: { '@type': 'AudioObject', contentUrl: file('c') } };
  const { audio, videos } =
    mediaOf(`<meta property="og:video" content="https://cdn.example/v.mp4"><meta property="video:duration" content="754">
    ${jsonld([episode, article, read])}<audio src="${file('a')}"></audio><audio src="${file('d')}" data-duration="1:01"></audio><audio src="${file('e')}" data-duration="61000"></audio>`);
  assert.deepEqual(
    audio.map(({ src, alt, duration }) => [src.at(-5), alt, duration]),
    [
      ['a', 'Salt', 3_600],
      ['b', '', 150],
      ['c', '', undefined],
      ['d', '', 61],
      ['e', '', undefined],
    ],
  );
  assert.equal(videos[0]?.duration, 754);
});
