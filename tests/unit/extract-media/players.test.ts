import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedMs } from '../../helpers/in-time.js';
import { mediaOf } from './media-of.js';

const DIR = 'https://www.shop.example/dir/';

test('video: sources, tracks, poster, types, size and label', () => {
  const { videos, audio } = mediaOf(`<main><video poster="p.jpg" width="640" height="360" aria-label="How to knit">
    <source src="v.webm" type="video/webm; codecs=vp9"><source src="v.mp4">
    <track src="en.vtt" kind="captions" srclang="en" label="English"><a href="v.mp4">Download</a></video></main>`);
  assert.deepEqual(audio, []);
  assert.deepEqual(videos, [
    {
      src: `${DIR}v.webm`,
      alt: 'How to knit',
      score: 9.5,
      mime_type: 'video/webm',
      sources: [
        { src: `${DIR}v.webm`, mime_type: 'video/webm' },
        { src: `${DIR}v.mp4`, mime_type: 'video/mp4' },
      ],
      tracks: [{ src: `${DIR}en.vtt`, kind: 'captions', srclang: 'en', label: 'English' }],
      group_id: 0,
      type: 'video',
      source: 'source',
      poster: `${DIR}p.jpg`,
      width: 640,
      height: 360,
    },
  ]);
});

test('what a script hands a player has no address; what stands beside it has', () => {
  const { videos, audio, warnings } = mediaOf(
    '<video src="blob:https://a.example/1"><source src="v.m3u8"></video><audio src="blob:2" data-src="a.mp3"></audio>',
  );
  assert.deepEqual(
    [...videos, ...audio].map(({ src }) => src),
    [`${DIR}v.m3u8`, `${DIR}a.mp3`],
  );
  assert.deepEqual(warnings, []);
  const nothing = mediaOf('<video src="blob:https://a.example/1" poster="p.jpg"></video>');
  assert.deepEqual(nothing.videos, []);
  assert.match(nothing.warnings.join(), /\(blob:\), which has no address$/);
});

test('a player that a script is yet to give an address is said to be there, where no other is', () => {
  const said = ['a video or audio has no address in the HTML: a script is to give it one'];
  for (const player of ['<video id="v" controls></video>', '<audio controls></audio>'])
    assert.deepEqual(mediaOf(player).warnings, said, player);
  const silent = [
    '<audio></audio>',
    '<div style="display:none"><video></video></div>',
    '<video></video><video src="a.mp4">',
  ];
  for (const html of silent) assert.deepEqual(mediaOf(html).warnings, [], html);
});

test('links to files that play are no players, and said where there is no player', () => {
  const files = '<a href="/1.mp3">One</a> <a href="/2.mp3?from=page#t=1">Two</a> <a href="/1.mp3">One again</a>';
  const { videos, audio, warnings } = mediaOf(`${files} <a href="/mp3">All</a>`);
  assert.deepEqual([...videos, ...audio], []);
  assert.deepEqual(warnings, [
    'no player stands on the page, but 2 links lead to audio or video files: see extract_links',
  ]);
  assert.deepEqual(mediaOf(`${files} <audio src="/1.mp3"></audio>`).warnings, []);
});

test('audio, lazy and stray sources; a player without an address is none', () => {
  const { videos, audio } = mediaOf(
    '<audio src="a.mp3"></audio><audio data-src="b.ogg"></audio><div><source src="c.mp4"></div><video></video><video src="blob:x"></video>',
  );
  assert.deepEqual(
    [...audio, ...videos].map(({ src, source, mime_type }) => [src.slice(DIR.length), source, mime_type]),
    [
      ['a.mp3', 'audio', 'audio/mpeg'],
      ['b.ogg', 'audio', 'audio/ogg'],
      ['c.mp4', 'source', 'video/mp4'],
    ],
  );
});

const embeds: [string, 'video' | 'audio', string][] = [
  ['//www.youtube.com/embed/abc_-123?start=3', 'video', 'https://www.youtube.com/watch?v=abc_-123'],
  ['https://www.youtube-nocookie.com/embed/abc', 'video', 'https://www.youtube.com/watch?v=abc'],
  ['https://m.youtube.com/shorts/abc', 'video', 'https://www.youtube.com/watch?v=abc'],
  ['https://www.youtube.com/v/abc?channel=UC1', 'video', 'https://www.youtube.com/watch?v=abc'],
  ['https://www.youtube.com/embed?list=PL1', 'video', 'https://www.youtube.com/playlist?list=PL1'],
  ['https://www.youtube.com/embed/?list=PL1', 'video', 'https://www.youtube.com/playlist?list=PL1'],
  ['https://www.youtube.com/embed/videoseries?list=PL1', 'video', 'https://www.youtube.com/playlist?list=PL1'],
  ['https://www.youtube.com/embed/live_stream?channel=UC1', 'video', 'https://www.youtube.com/channel/UC1/live'],
  ['https://player.vimeo.com/video/42?h=k3y', 'video', 'https://vimeo.com/42/k3y'],
  ['https://www.dailymotion.com/embed/video/x7', 'video', 'https://www.dailymotion.com/video/x7'],
  ['https://geo.dailymotion.com/player/xk.html?video=x8', 'video', 'https://www.dailymotion.com/video/x8'],
  ['https://fast.wistia.net/embed/iframe/w1', 'video', 'https://fast.wistia.net/embed/iframe/w1'],
  ['https://www.loom.com/embed/l1?hide=1', 'video', 'https://www.loom.com/share/l1'],
  ['https://www.tiktok.com/embed/77', 'video', 'https://www.tiktok.com/@/video/77'],
  ['https://www.tiktok.com/player/v1/77', 'video', 'https://www.tiktok.com/@/video/77'],
  ['https://www.tiktok.com/embed/v2/77', 'video', 'https://www.tiktok.com/@/video/77'],
  [
    'https://tube.any.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d',
    'video',
    'https://tube.any.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d',
  ],
  [
    'https://tube.any.example/videos/embed/kkGMgK9-tnKfYAgnEtQxbv',
    'video',
    'https://tube.any.example/videos/watch/kkGMgK9-tnKfYAgnEtQxbv',
  ],
  ['https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/x/y', 'audio', 'https://soundcloud.com/x/y'],
  ['https://open.spotify.com/embed/track/t1?theme=0', 'audio', 'https://open.spotify.com/track/t1'],
  ['https://open.spotify.com/embed-podcast/show/s1', 'audio', 'https://open.spotify.com/show/s1'],
  ['https://embed.music.apple.com/us/album/a/1', 'audio', 'https://music.apple.com/us/album/a/1'],
  ['https://embed.podcasts.apple.com/us/podcast/p/id1?i=2', 'audio', 'https://podcasts.apple.com/us/podcast/p/id1?i=2'],
];
for (const [src, kind, watchUrl] of embeds) {
  test(`embed: ${src}`, () => {
    for (const html of [
      `<iframe src="${src}" title="T"></iframe>`,
      `<iframe src="about:blank" data-src="${src}" title="T">`,
      `<iframe data-category="marketing" data-cmplz-src="${src}" title="T">`,
      `<iframe uc-src="${src}" title="T">`,
    ]) {
      const { videos, audio } = mediaOf(html);
      assert.deepEqual(
        [...videos, ...audio].map((item) => [item.type, item.source, item.watch_url, item.alt]),
        [[kind, 'embed', watchUrl, 'T']],
      );
    }
  });
}

test('embed: objects, files and TikTok quotes are players; other frames are not', () => {
  const { videos, audio } =
    mediaOf(`<object data="o.mp4"></object><embed src="e" type="audio/mpeg"><iframe src="https://maps.example/"></iframe>
    <blockquote cite="https://www.tiktok.com/@ann/video/5"></blockquote><blockquote cite="https://a.example/"></blockquote>
    <iframe src="https://notyoutube.com/embed/x"></iframe><iframe src="https://www.youtube.com/about"></iframe>
    <iframe src="https://w.soundcloud.com/player/?url=javascript:alert(1)"></iframe>
    <iframe src="https://w.soundcloud.com/player/?url=https://a.example/x"></iframe><iframe src="https://w.soundcloud.com/player/"></iframe>
    <iframe src="https://www.youtube.com/embed/videoseries"></iframe><iframe src="https://www.dailymotion.com/a?video=x8"></iframe>`);
  assert.deepEqual(
    videos.map((v) => v.watch_url ?? v.src),
    [`${DIR}o.mp4`, 'https://www.tiktok.com/@ann/video/5'],
  );
  assert.deepEqual(
    audio.map((a) => a.src),
    [`${DIR}e`],
  );
});

test('a video of whose file and player Open Graph and JSON-LD tell is one item, with the element that plays it and without', () => {
  const og = `<meta property="og:video:url" content="https://tube.example/embed/1"><meta property="og:video:type" content="text/html">`;
  const video = (name: string, file: string) =>
    `<script type="application/ld+json">{"@type":"VideoObject","name":"${name}","embedUrl":"https://tube.example/embed/1","contentUrl":"${file}"}</script>`;
  const found = (html: string) =>
    mediaOf(html).videos.map(({ alt, src, source }) => [alt, new URL(src).pathname, source]);
  const knots = video('Knots', '/1.mp4');
  // A player that is named for all videos of a page is that of the first.
  assert.deepEqual(found(og + knots + video('Hitches', '/2.mp4')), [
    ['Knots', '/1.mp4', 'jsonld'],
    ['Hitches', '/2.mp4', 'jsonld'],
  ]);
  assert.deepEqual(found(`${og}${knots}<video><source src=/1.m3u8><source src=/1.mp4></video>`), [
    ['Knots', '/1.m3u8', 'source'],
  ]);
});

test('the same video as embed, Open Graph and JSON-LD is one item', () => {
  const { videos } =
    mediaOf(`<meta property="og:video" content="https://www.youtube.com/embed/abc"><meta property="og:video:type" content="text/html">
    <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Article","video":{"@type":["VideoObject"],
      "name":"Knots","description":"How to tie them","embedUrl":"https://www.youtube.com/embed/abc","thumbnailUrl":["t.jpg"]}}]}</script>
    <iframe src="https://www.youtube.com/embed/abc?autoplay=1"></iframe>`);
  assert.deepEqual(
    videos.map((v) => [v.source, v.src, v.watch_url, v.alt, v.desc, v.poster]),
    [
      [
        'embed',
        'https://www.youtube.com/embed/abc?autoplay=1',
        'https://www.youtube.com/watch?v=abc',
        'Knots',
        'How to tie them',
        `${DIR}t.jpg`,
      ],
    ],
  );
});

test('what JSON-LD tells of one of several files is told of the player; text beside it where nothing tells more', () => {
  const { videos } = mediaOf(`<video><source src="v.webm"><source src="v.mp4"><track src="a.vtt"><track></video>
    <script type="application/ld+json">{"@type":"VideoObject","contentUrl":"v.mp4","name":"${'Knot '.repeat(100)}"}</script>
    <div><iframe src="https://www.youtube.com/embed/abc"></iframe><p>How to tie them</p></div>`);
  assert.deepEqual(
    videos.map((v) => [v.source, v.src.replace(DIR, ''), v.alt.slice(0, 9), v.tracks, v.desc]),
    [
      ['source', 'v.webm', 'Knot Knot', [{ src: `${DIR}a.vtt`, kind: 'subtitles' }], undefined],
      ['embed', 'https://www.youtube.com/embed/abc', '', undefined, 'How to tie them'],
    ],
  );
  assert.ok((videos[0]?.alt.length ?? 0) <= 301);
});

test('a player counts for less where it stands apart, is hidden or shown without scripts only, but not for one such place', () => {
  const player = '<iframe src="https://www.youtube.com/embed/abc" title=T></iframe>';
  const scoreOf = (html: string) => mediaOf(html).videos[0]?.score ?? 0;
  const shown = `<main>${player}</main>`;
  for (const less of [
    player,
    `<footer>${player}</footer>`,
    `<main hidden>${player}</main>`,
    `<main><noscript>${player}</noscript></main>`,
  ]) {
    assert.ok(scoreOf(less) < scoreOf(shown), less);
    assert.equal(scoreOf(less + shown), scoreOf(shown), less);
  }
  assert.ok(scoreOf(`<footer>${player}</footer>`) < scoreOf(player));
});

test('og:video, og:audio and JSON-LD alone', () => {
  const { videos, audio } =
    mediaOf(`<meta property="og:video" content="o.mp4"><meta property="og:video:width" content="320">
    <meta property="og:audio" content="o.mp3"><script type="application/ld+json">[{"@type":"AudioObject","contentUrl":"j.mp3","name":"N"}]</script>
    <script type="application/ld+json">{ "@type": "VideoObject", broken</script>`);
  assert.deepEqual(
    videos.map((v) => [v.source, v.src, v.width]),
    [['og:video', `${DIR}o.mp4`, 320]],
  );
  assert.deepEqual(
    audio.map((a) => [a.source, a.src, a.alt]),
    [
      ['jsonld', `${DIR}j.mp3`, 'N'],
      ['og:audio', `${DIR}o.mp3`, ''],
    ],
  );
});

test('og:video:secure_url is another address of the video before it, on the page, too', () => {
  const og = `<meta property="og:video" content="http://cdn.example/v.mp4"><meta property="og:video:secure_url" content="https://cdn.example/v.mp4">
    <meta property="og:video:type" content="video/mp4"><meta property="og:video" content="w.mp4"><meta property="og:video:url" content="w.mp4">`;
  const told = (html: string) =>
    mediaOf(html).videos.map(({ src, sources, source }) => [source, src, sources?.map((one) => one.src)]);
  const [plain, secure] = ['http://cdn.example/v.mp4', 'https://cdn.example/v.mp4'];
  assert.deepEqual(told(og), [
    ['og:video', plain, [plain, secure]],
    ['og:video', `${DIR}w.mp4`, undefined],
  ]);
  const onPage = told(`${og}<video><source src="${secure}" type="video/mp4"></video>`);
  assert.deepEqual(
    onPage.map(([source, src]) => [source, src]),
    [
      ['source', secure],
      ['og:video', `${DIR}w.mp4`],
    ],
  );
});

test('JSON-LD: types by any name, all addresses, size and headline; in document order, and in scripts of its type only', () => {
  const json = [
    {
      '@type': ['Thing', 'https://schema.org/VideoObject'],
      contentUrl: ['a.mp4', '', 'b.webm'],
      embedUrl: '/player/1',
      encodingFormat: 'video/x-a',
      headline: 'Knots',
      width: '640',
      height: 360,
      thumbnail: null,
    },
    { '@type': 'schema:AudioObject', contentUrl: 'a.mp3', encodingFormat: 'text/html', width: {} },
    { '@type': 'VideoObjectList', contentUrl: 'no.mp4' },
    { '@type': 'VideoObject', name: 'Nothing to play' },
    {
      '@type': 'VideoObject',
      contentUrl: 'c.mp4',
      width: { '@type': 'QuantitativeValue', value: 1920 },
      height: '1080 px',
    },
  ];
  const text = JSON.stringify(json);
  const { videos, audio } = mediaOf(
    `<script type="application/ld+json">${text}</script><script type="application/json">${text.replaceAll('mp4', 'ogv')}</script>`,
  );
  assert.deepEqual(
    [...videos, ...audio].map((one) => [one.src.replace(DIR, ''), one.mime_type, one.sources?.length, one.alt]),
    [
      ['a.mp4', 'video/x-a', 3, 'Knots'],
      ['c.mp4', 'video/mp4', 1, ''],
      ['a.mp3', 'audio/mpeg', 1, ''],
    ],
  );
  assert.deepEqual(
    videos.map(({ width, height }) => [width, height]),
    [
      [640, 360],
      [1920, 1080],
    ],
  );
});

test('JSON-LD in comments, in CDATA, with line breaks in texts and needless commas', () => {
  const script = (json: string) => `<script type="application/ld+json">${json}</script>`;
  const { videos } = mediaOf(
    script('<!-- {"@type":"VideoObject","contentUrl":"a.mp4"} -->') +
      script('//<![CDATA[\n[{"@type":"VideoObject","contentUrl":"b.mp4","name":"two\nlines",},]\n//]]>'),
  );
  assert.deepEqual(
    videos.map((v) => [v.src, v.alt]),
    [
      [`${DIR}a.mp4`, ''],
      [`${DIR}b.mp4`, 'two lines'],
    ],
  );
});

test('elements and scripts that stand for a player until it is wanted', () => {
  const { videos, audio } = mediaOf(
    '<lite-youtube videoid="abc" playlabel="Knots"></lite-youtube><amp-youtube data-videoid="def"></amp-youtube>' +
      '<lite-vimeo videoid="42"></lite-vimeo><wistia-player media-id="w1"></wistia-player><lite-youtube videoid="a b"></lite-youtube>' +
      '<amp-dailymotion data-videoid="x7" width="480"></amp-dailymotion><amp-soundcloud data-trackid="9"></amp-soundcloud>' +
      '<script src="https://fast.wistia.com/embed/medias/w2.jsonp" async></script><script src="/embed/medias/x.js"></script>',
  );
  assert.deepEqual(
    videos.map((v) => [v.watch_url, v.alt]),
    [
      ['https://www.youtube.com/watch?v=abc', 'Knots'],
      ['https://www.youtube.com/watch?v=def', ''],
      ['https://vimeo.com/42', ''],
      ['https://fast.wistia.net/embed/iframe/w1', ''],
      ['https://www.dailymotion.com/video/x7', ''],
      ['https://fast.wistia.net/embed/iframe/w2', ''],
    ],
  );
  assert.equal(videos[4]?.width, 480);
  assert.deepEqual(
    audio.map((a) => a.watch_url),
    ['https://api.soundcloud.com/tracks/9'],
  );
});

test('deeply nested JSON-LD neither overflows nor takes long', () => {
  const deep = `${'{"@type":"VideoObject","a":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
  const start = workedMs();
  assert.deepEqual(mediaOf(`<script type="application/ld+json">${deep}</script>`).videos, []);
  assert.ok(workedMs() - start < 1_000);
});
