/** Banners and modals are gone from what is read and from the picture; the visitor declined where that is offered. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { startClient, type TestClient } from '../helpers/client.js';
import { type Site, startSite } from '../helpers/site.js';
import { BANNER_TEXT, BANNERS, ROUTES } from './consent-pages.js';

let site: Site;
let server: TestClient;

before(async () => {
  site = await startSite(ROUTES);
  const other = `cdn.privacy.example:80:127.0.0.1:${site.port}`;
  server = await startClient(['--allow-host', '127.0.0.1', '--connect-to', other]);
});

after(async () => {
  await server[Symbol.asyncDispose]();
  await site.close();
});

const read = (path: string, fields: Record<string, unknown>) =>
  server.call('crawl', { url: site.url + path, engine: 'browser', cache_mode: 'bypass', ...fields });

/** Pixels of the picture that are like the banners. */
async function magentaIn(picture: { path: string }): Promise<number> {
  const { data, info } = await sharp(picture.path).raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < data.length; at += info.channels)
    if ((data[at] ?? 0) > 200 && (data[at + 1] ?? 0) < 150 && (data[at + 2] ?? 0) > 200) count++;
  return count;
}

describe('remove_consent_popups', { concurrency: 3 }, () => {
  for (const [name, { declines, fields = { remove_consent_popups: true } }] of Object.entries(BANNERS))
    test(name, async () => {
      const { text, data } = await read(`/${name}`, { screenshot: true, wait_for_images: true, ...fields });
      assert.match(text, /The water comes and goes/);
      assert.match(text, /Cookie recipes|Tides/);
      assert.doesNotMatch(text, BANNER_TEXT);
      assert.equal(await magentaIn(data.screenshot), 0, 'the picture shows no banner');
      assert.deepEqual(data.warnings ?? [], []);
      const asked = (path: string) => site.hits.some((hit) => hit.path === path);
      assert.equal(asked(`/declined/${name}`), declines, 'declined');
      assert.ok(asked(`/deep/${name}`), 'the page can be scrolled');
    });

  test('page scripts find nothing to talk to, and cannot keep their banner', async () => {
    const { text, data } = await read('/lure', { screenshot: true, remove_consent_popups: true });
    assert.match(text, /bindings:\s*$/m);
    assert.doesNotMatch(text, BANNER_TEXT);
    assert.equal(await magentaIn(data.screenshot), 0);
    assert.equal(data.metadata.title, 'Tides');
  });
});

test('a page without a banner keeps its text and is not held up', async () => {
  const times = [];
  for (let run = 0; run < 3; run++) {
    const { text, data } = await read('/none', { remove_consent_popups: true });
    assert.match(text, /Cookie recipes/);
    times.push(data.timings.prepare);
  }
  // 300 ms of looking; on a machine that is busy the work itself takes its time.
  assert.ok(Math.min(...times) < 900, `${times} ms`);
});
