import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedMs } from '../../helpers/in-time.js';
import { mediaOf } from './media-of.js';

const DIR = 'https://www.shop.example/dir/';

const named = (script: string, around = '') => {
  const { videos, audio } = mediaOf(`<main>${around}<div id="player"></div><script>${script}</script></main>`);
  return [...videos, ...audio].map(({ src, alt }) => [src.replace(DIR, ''), alt]);
};

test('a script that sets a player up names what it plays', () => {
  assert.deepEqual(
    named(`new APlayer({ container: document.getElementById('player'), audio: [
      { name: 'Tide song', artist: 'Crew', url: '/a/1.mp3', cover: '/a/1.jpg' },
      { name: "Net \\"song\\"", artist: 'Crew', url: '/a/2.mp3' }] });`),
    [
      ['https://www.shop.example/a/1.mp3', 'Tide song'],
      ['https://www.shop.example/a/2.mp3', 'Net "song"'],
    ],
  );
  assert.deepEqual(named(`var src = 'hls/film.m3u8'; hls.loadSource(src);`), [['hls/film.m3u8', '']]);
  assert.deepEqual(named(`player.load("dash\\/film.mpd?a=1\\u0026b=2")`), [['dash/film.mpd?a=1&b=2', '']]);
  assert.deepEqual(named(`// don't wait\nif (/^https?:\\/\\//.test(u) || /[/*]/.test(u)) play("/a/1.mp3")`), [
    ['https://www.shop.example/a/1.mp3', ''],
  ]);
  assert.deepEqual(named(`show({ sources: [{ title: 'One', file: '/1.mp3' }, { title: 'Two', file: '/2.mp3' }] })`), [
    ['https://www.shop.example/1.mp3', 'One'],
    ['https://www.shop.example/2.mp3', 'Two'],
  ]);
  const { videos } =
    mediaOf(`<script type="text/javascript">jwplayer("player").setup({ image: "p.jpg", title: "The ferry",
    sources: [{ file: "v/1.m3u8", label: "auto" }, { file: "v/1.mp4", label: "720p" }], mute: true });</script>`);
  assert.deepEqual(
    videos.map(({ src, alt, poster, sources }) => [src, alt, poster, sources?.map((one) => one.src)]),
    [[`${DIR}v/1.m3u8`, 'The ferry', `${DIR}p.jpg`, [`${DIR}v/1.m3u8`, `${DIR}v/1.mp4`]]],
  );
});

test('a script names a video by its id, and what is heard in formats that films have too', () => {
  const player = `new YT.Player('player', { width: 640, playerVars: { rel: 0 }, videoId: 'aaaaaaaaaa1', events: { onReady } })`;
  assert.deepEqual(named(player), [['https://www.youtube.com/embed/aaaaaaaaaa1', '']]);
  assert.deepEqual(named(player.replace('YT.Player', 'Other')), []);
  assert.deepEqual(named(player.replace(`'aaaaaaaaaa1'`, 'id')), []);
  const kinds = (sources: string) => {
    const { videos, audio } = mediaOf(`<script>new Howl({ src: [${sources}] })</script>`);
    return [videos.length, audio.length];
  };
  assert.deepEqual(kinds(`'a/1.webm', 'a/1.mp3'`), [0, 1]);
  assert.deepEqual(kinds(`'a/1.webm', 'a/1.mp4'`), [1, 0]);
  assert.deepEqual(kinds(`'a/1.webm'`), [1, 0]);
});

test('what scripts name is left where a player stands, where it is no file of its own, and where it is data', () => {
  const file = `play('/a/1.mp3')`;
  assert.deepEqual(named(file, '<video src="v.mp4"></video>'), [['v.mp4', '']]);
  const none = [
    `var alarm = { sound_file: "/a/1.mp3" }`,
    `new Audio("/assets/sounds/1.mp3")`,
    `play('/a/' + name + '.mp3')`,
    `if (name.endsWith('.mp4') || name === "film.mp4") stop()`,
    `// it's a /a/1.mp3`,
    `// play("/a/1.mp3")\n/* play("/a/2.mp3")\n play("/a/3.mp3") */`,
    `new Audio("/static/new_notification.mp3")`,
    `location.href = "/a/1.mp3"; window.open('/a/2.mp3'); caches.addAll(['/', '/a/3.mp3'])`,
    `ga('send', { category: 'download', label: '/a/1.mp3' })`,
    `${file};${' '.repeat(20_000)}`,
  ];
  for (const script of none) assert.deepEqual(named(script), [], script.slice(0, 50));
  const data = `<script type="application/json">{"url":"/a/1.mp3"}</script><script src="a.js">${file}</script>`;
  assert.deepEqual(mediaOf(data).audio, []);
});

test('hostile scripts are read in time', () => {
  const start = workedMs();
  const fill = (text: string) => text.repeat(19_000 / text.length);
  for (const text of ['"\\', '{', 'sources:{a:"/b.mp4",', "'", 'a:"/b.mp4",', '}', '/*', '//', '/*"'])
    mediaOf(`<script>play("/c.mp4");${fill(text)}</script>`.repeat(50));
  assert.ok(workedMs() - start < 2_000, `${workedMs() - start} ms`);
});
