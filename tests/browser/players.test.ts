/** Players that a script feeds, told by what it loaded for them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

/** As players of streams do: the script loads what is to be played, and hands it on piece by piece. */
const fed = (players: string, loads: readonly string[]) => `<!doctype html><title>Films</title>${players}
<script type="module">for (const path of ${JSON.stringify(loads)}) {
  const { url } = await fetch(path);
  // Listed once it has come whole, a moment later.
  while (performance.getEntriesByName(url).length === 0) await new Promise((listed) => setTimeout(listed, 10));
}
for (const one of document.querySelectorAll('.fed')) (one.dataset.by === 'source' ? one.appendChild(document.createElement('source')) : one).src = URL.createObjectURL(new MediaSource());
document.body.append(Object.assign(document.createElement('p'), { id: 'ready', textContent: 'Ready' }))</script>`;
const video = '<video class="fed" title="Harbour"></video>';
/** As Shaka Player does. */
const bySource = '<video class="fed" data-by="source"></video>';

test('a player that a script feeds is told by the playlist or file that was loaded for it', async () => {
  await using server = await startClient(['--allow-host', '127.0.0.1']);
  const pages = {
    '/playlist': fed(video, ['/ping.mp3', '/first.mp4', '/live.m3u8?key=1', '/low.m3u8']),
    '/file': fed(video, ['/ping.mp3', '/film.webm']),
    '/audio': fed('<audio class="fed" controls></audio>', ['/talk.mp3']),
    '/other': fed(video, ['/ping.mp3', '/data.json']),
    '/several': fed(video + video, ['/live.m3u8']),
    '/source': fed(bySource, ['/live.m3u8']),
    '/unknown': fed(bySource, ['/data.json']),
  };
  await using site = await startSite({
    ...Object.fromEntries(Object.entries(pages).map(([path, body]) => [path, { body }])),
    ...Object.fromEntries(
      ['/ping.mp3', '/first.mp4', '/film.webm', '/talk.mp3', '/data.json', '/live.m3u8', '/low.m3u8'].map((path) => [
        path,
        { body: 'x', headers: { 'content-type': 'text/plain' } },
      ]),
    ),
  });
  const read = async (path: string) => {
    const asked = { url: site.url + path, engine: 'browser', wait_for: 'css:#ready' };
    const { data } = await server.call('extract_media', asked);
    return [...data.media.videos, ...data.media.audio, ...(data.warnings ?? [])].map(
      (one) => one.src?.replace(site.url, '') ?? one,
    );
  };
  assert.deepEqual(await read('/playlist'), ['/live.m3u8?key=1']);
  assert.deepEqual(await read('/file'), ['/film.webm']);
  assert.deepEqual(await read('/audio'), ['/talk.mp3']);
  assert.deepEqual(await read('/source'), ['/live.m3u8']);
  for (const path of ['/other', '/several', '/unknown'])
    assert.match(String(await read(path)), /\(blob:\), which has no address$/, path);
});
