import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedMs } from '../../helpers/in-time.js';
import { mediaOf } from './media-of.js';

const DIR = 'https://www.shop.example/dir/';

const told = (html: string) => {
  const { videos, audio } = mediaOf(html);
  return [...videos, ...audio].map(({ src, watch_url, alt }) => [watch_url ?? src.replace(DIR, ''), alt]);
};
const named: [string, string, [string, string][]][] = [
  ['a file', '<li data-src="/v.mp4?x=1" title="Knots">a</li>', [['https://www.shop.example/v.mp4?x=1', 'Knots']]],
  ['a file beside the page', '<li data-mp3="a.mp3"></li><i data-title="b.mp3" data-name="c.mp4"></i>', [['a.mp3', '']]],
  ['an embed', '<p data-url="//player.vimeo.com/video/42"></p>', [['https://vimeo.com/42', '']]],
  [
    'a page',
    '<p data-video="https://youtu.be/abcdefghijk"></p>',
    [['https://www.youtube.com/watch?v=abcdefghijk', '']],
  ],
  [
    "a page of its host's own",
    '<p data-video="https://www.youtube.com/watch?v=abcdefghijk"></p>',
    [['https://www.youtube.com/watch?v=abcdefghijk', '']],
  ],
  [
    'pages that play nothing',
    '<p data-video="https://www.youtube.com/about?v=a" data-film="https://a.example/on-vimeo" data-play="https://youtu.be/abcdefghijk/x"></p>',
    [],
  ],
  [
    'a file with commas in its address, and one from a moment on',
    '<p data-src="/w_1,h_2/v.mp4"></p><p data-src="/v.mp4#t=9"></p>',
    [
      ['https://www.shop.example/w_1,h_2/v.mp4', ''],
      ['https://www.shop.example/v.mp4#t=9', ''],
    ],
  ],
  ['a page that is counted or quoted', '<a data-event="https://youtu.be/abcdefghijk" data-more="{}">a</a>', []],
  ['a quoted page', '<blockquote cite="https://www.youtube.com/watch?v=abcdefghijk">a</blockquote>', []],
  [
    'a film behind its picture',
    '<img src="a.jpg" data-preview="/a.mp4" alt="A">',
    [['https://www.shop.example/a.mp4', '']],
  ],
  ['an id', '<p data-youtube-id="abcdefghijk"></p>', [['https://www.youtube.com/watch?v=abcdefghijk', '']]],
  [
    'ids by other names',
    '<p data-yt-id="abcdefghij1"></p><p data-my-youtube-video-id="abcdefghij-"></p><p data-dailymotion="x7"></p>',
    [
      ['https://www.youtube.com/watch?v=abcdefghij1', ''],
      ['https://www.youtube.com/watch?v=abcdefghij-', ''],
      ['https://www.dailymotion.com/video/x7', ''],
    ],
  ],
  [
    'what is longer than an id',
    '<p data-youtube="abcdefghijklmn" data-vimeo="42 42" data-dailymotion="/x7" data-youtube-colour="abcdefghijk"></p>',
    [],
  ],
  ['a provider', '<p data-my-provider="vimeo" data-my-embed-id="42"></p>', [['https://vimeo.com/42', '']]],
  ['a word that is no id', '<p data-youtube="autoplay" data-vimeo-id="a" data-yt-provider="other"></p>', []],
  [
    "a script's object",
    `<p data-property="{videoURL:'http://vimeo.com/42', mute:true}"></p>`,
    [['https://vimeo.com/42', '']],
  ],
  [
    'markup',
    '<p data-html="<iframe src=\'https://www.youtube.com/embed/abc\'></iframe>"></p>',
    [['https://www.youtube.com/watch?v=abc', '']],
  ],
  [
    'a custom element',
    '<x-player src="s.m3u8" title="Live"></x-player><x-page src="p.html"></x-page>',
    [['s.m3u8', 'Live']],
  ],
  [
    'a custom element by name',
    '<my-youtube video-id="abc"></my-youtube>',
    [['https://www.youtube.com/watch?v=abc', '']],
  ],
  [
    'a video without sources',
    `<video data-setup='{"sources":[{"src":"https://youtu.be/abcdefghijk"}]}'></video>`,
    [['https://www.youtube.com/watch?v=abcdefghijk', '']],
  ],
];
for (const [name, html, expected] of named)
  test(`players named in attributes: ${name}`, () => assert.deepEqual(told(html), expected));

test('players named in attributes: JSON tells what each is called, its files and its poster', () => {
  const list = [
    {
      title: 'One',
      thumbnail: 'https://a.example/1.jpg',
      hls: '/1.m3u8',
      mp4: '/1.mp4',
      link: 'https://youtu.be/abcdefghijk',
    },
    { name: 'Two', caption: 'How to', thumb: 'https://a.example/2.jpg', files: [{ src: 'two.mp4' }] },
    { label: 'Three', src: ['/3.mp4', 3, '/3.webm'], more: null },
  ];
  const { videos, images } = mediaOf(`<p data-list="${JSON.stringify(list).replaceAll('"', '&quot;')}">Films</p>`);
  assert.deepEqual(
    videos.map(({ alt, desc, src, sources, poster, source }) => [alt, desc, src, sources?.length, poster, source]),
    [
      ['One', 'Films', 'https://www.shop.example/1.m3u8', 2, 'https://a.example/1.jpg', 'embed'],
      ['Two', 'How to', `${DIR}two.mp4`, undefined, 'https://a.example/2.jpg', 'embed'],
      ['Three', 'Films', 'https://www.shop.example/3.mp4', 2, undefined, 'embed'],
    ],
  );
  assert.deepEqual(images, []);
});

test('players named in attributes: two files of one film, and the frame a script made of them, are one', () => {
  const { videos } = mediaOf(
    '<section data-background-video="/a.mp4,/a.webm">A</section>' +
      '<div data-src="https://www.youtube.com/embed/abc"><iframe src="https://www.youtube.com/embed/abc?rel=0"></iframe></div>',
  );
  assert.deepEqual(
    videos.map(({ src, sources }) => [src, sources?.map((one) => one.src)]),
    [
      ['https://www.shop.example/a.mp4', ['https://www.shop.example/a.mp4', 'https://www.shop.example/a.webm']],
      ['https://www.youtube.com/embed/abc', undefined],
    ],
  );
});

test('files in a list of sources that have titles are recordings', () => {
  const list = { sources: ['One', 'Two'].map((title) => ({ title, src: `/${title}.mp4` })) };
  const { videos } = mediaOf(`<div data-playlist='${JSON.stringify(list)}'></div>`);
  assert.deepEqual(
    videos.map(({ alt }) => alt),
    ['One', 'Two'],
  );
});

test('players named in attributes: the files in a list of sources are one film', () => {
  const setup = { title: 'Ferry', sources: [{ src: '/a.m3u8', type: 'application/x-mpegURL' }, { src: 'a.mp4' }] };
  const { videos } = mediaOf(
    `<video data-setup='${JSON.stringify(setup)}'></video><p data-video='${JSON.stringify(setup)}'>`,
  );
  assert.deepEqual(
    videos.map(({ src, sources }) => [src, sources?.map((one) => one.src)]),
    [['https://www.shop.example/a.m3u8', ['https://www.shop.example/a.m3u8', `${DIR}a.mp4`]]],
  );
});

test('players named in attributes: large and deep values are read in linear time', () => {
  const start = workedMs();
  for (const value of [`${'['.repeat(40_000)}/a.mp4`, 'a-'.repeat(45_000), `${'x=&quot;'.repeat(11_000)}.mp4`])
    mediaOf(`<p data-x="${value} vimeo"></p>`);
  mediaOf(`<p data-a="${'{&quot;a&quot;:'.repeat(5_000)}1${'}'.repeat(5_000)} vimeo.mp4"></p>`.repeat(20));
  assert.ok(workedMs() - start < 2_000);
});
