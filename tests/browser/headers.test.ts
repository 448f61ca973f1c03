/** The caller's headers reach the origin that was asked and no other, by both engines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { startSite } from '../helpers/site.js';

for (const engine of ['http', 'browser'] as const) {
  test(`headers with engine ${engine}`, async () => {
    await using other = await startSite({ '*': { body: '<title>Other</title>' } });
    await using site = await startSite({
      '/': { body: `<title>Asked</title><img src="/own.png"><img src="${other.url}/foreign.png">` },
      '/away': { status: 302, headers: { location: `${other.url}/landed` } },
      '*': { body: '' },
    });
    await using server = await startClient(['--allow-host', '127.0.0.1']);
    const headers = { 'X-Key': 'k1' };
    for (const path of ['/', '/away']) {
      const { text, isError } = await server.call('crawl', {
        url: site.url + path,
        engine,
        headers,
        wait_until: 'load',
      });
      assert.equal(isError, false, text);
    }
    assert.ok(site.hits.length >= 2);
    assert.deepEqual([...new Set(site.hits.map((hit) => hit.headers['x-key']))], ['k1']);
    assert.ok(other.hits.some(({ path }) => path === '/landed'));
    assert.deepEqual(
      other.hits.filter((hit) => hit.headers['x-key'] !== undefined).map(({ path }) => path),
      [],
    );
    const refused = await server.call('crawl', { url: site.url, engine, headers: { Cookie: 'a=b' } });
    assert.match(refused.text, /^invalid_input: headers: "Cookie"/);
  });
}
