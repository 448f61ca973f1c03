/** What is started ends, whoever ends first; nothing is left on disk; and a browser that is not guarded does not serve. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { findBrowser } from '../../src/core/fetch/browser-find.js';
import { startClient, type TestClient } from '../helpers/client.js';
import { descendants, isAlive, within } from '../helpers/processes.js';
import { type Site, startSite } from '../helpers/site.js';

/** Answers that the site still owes. */
const pending = new Set<unknown>();

function openSite(): Promise<Site> {
  return startSite({
    '/': { body: '<title>t</title><p>the text is there</p><a href="/next">Next</a>' },
    '/never': (_request, response) => {
      pending.add(response);
      response.on('close', () => pending.delete(response));
    },
    '/loop': { body: '<p>there</p><script>for (;;);</script>' },
    // Tells that its script runs.
    '/loops': {
      body: '<p>there</p><script>const told = new XMLHttpRequest(); told.open("GET", "/runs", false); told.send(); for (;;);</script>',
    },
    '/runs': {},
  });
}

/** A server whose temporary files can be told from all others. */
async function withServer(
  run: (server: TestClient, url: string, temporary: string, site: Site) => Promise<void>,
  flags: readonly string[] = [],
): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'webloupe-test-'));
  try {
    await using site = await openSite();
    await using server = await startClient(['--allow-host', '127.0.0.1', ...flags], { TMPDIR: temporary });
    await run(server, site.url, temporary, site);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A file first, where a folder is to be. */
const OUTPUT = `webloupe-test-output-${process.pid}`;
writeFileSync(join(tmpdir(), OUTPUT), '');

const processesOf = (server: TestClient, command: RegExp) =>
  descendants(server.pid).filter((one) => command.test(one.command));
const byBrowser = (server: TestClient, url: string, more = {}) =>
  server.call('crawl', { url, engine: 'browser', cache_mode: 'bypass', page_timeout: 20_000, ...more });

test('kill -9 of a renderer costs its own page one more try at most, and the next call nothing', () =>
  withServer(async (server, url, _temporary, site) => {
    await byBrowser(server, url);
    const inFlight = byBrowser(server, `${url}/loops`, { page_timeout: 4_000 });
    assert.ok(await within(15_000, () => site.hits.some(({ path }) => path === '/runs')));
    for (const { pid } of processesOf(server, /--type=renderer/)) process.kill(pid, 'SIGKILL');
    const { text } = await inFlight;
    assert.match(text, /^(?:browser_crashed|timeout)|there/);
    assert.match((await byBrowser(server, url)).text, /text is there/);
  }));

test('kill -9 of the server, or its stdin closed, with calls of every kind under way: nothing is left', async () => {
  for (const end of ['SIGKILL', 'stdin'] as const) {
    await withServer(async (server, url, temporary) => {
      await byBrowser(server, url);
      const calls = [
        byBrowser(server, `${url}/never`),
        byBrowser(server, `${url}/loop`),
        server.call('crawl', { url: `${url}/never`, engine: 'http' }),
      ];
      for (const call of calls) call.catch(() => {});
      await within(15_000, () => pending.size >= 2);
      const pids = [server.pid, ...descendants(server.pid).map(({ pid }) => pid)];
      assert.ok(pids.length > 3, 'a browser runs');
      if (end === 'SIGKILL') process.kill(server.pid, 'SIGKILL');
      else void server.client.close();
      assert.ok(await within(8_000, () => pids.every((pid) => !isAlive(pid))), `${end}: no process is left`);
      await Promise.allSettled(calls);
      if (end === 'stdin') assert.deepEqual(readdirSync(temporary).filter(isScratch), []);
      else {
        // Nobody is left to remove it: the next server does.
        await using next = await startClient(['--allow-host', '127.0.0.1'], { TMPDIR: temporary });
        await byBrowser(next, url);
        assert.equal(readdirSync(temporary).filter(isScratch).length, 1);
      }
    });
  }
});

const isScratch = (name: string) => /^webloupe-\d/.test(name);

test(
  '100 cancelled calls leave no page, no connection and no file open; the next call works',
  { timeout: 120_000 },
  () =>
    withServer(async (server, url, temporary) => {
      await byBrowser(server, url);
      await server.call('crawl', { url, engine: 'http' });
      const filesOpen = () => readdirSync(`/proc/${server.pid}/fd`).length;
      const filesBefore = filesOpen();
      const processesBefore = descendants(server.pid).length;
      const hostile = `${'<div>'.repeat(50_000)}${'<b><a>'.repeat(20_000)}`;
      const kinds: Array<[string, Record<string, unknown>]> = [
        ['crawl', { url: `${url}/never`, engine: 'http' }],
        ['crawl', { url: `${url}/never`, engine: 'browser' }],
        ['extract_links', { url: `${url}/loop`, engine: 'browser', cache_mode: 'bypass' }],
        ['crawl', { html: hostile, base_url: 'https://site.example/' }],
      ];
      const cancelOne = async (index: number) => {
        const [tool, input] = kinds[index % kinds.length] ?? kinds[0] ?? ['', {}];
        const stop = new AbortController();
        const call = server.call(tool, input, { signal: stop.signal });
        call.catch(() => {});
        await pause((index * 37) % 300);
        stop.abort();
        await call.then(
          () => {},
          () => {},
        );
      };
      const lanes = Array.from({ length: 10 }, async (_, lane) => {
        for (let index = lane; index < 100; index += 10) await cancelOne(index);
      });
      await Promise.all(lanes);
      assert.ok(await within(15_000, () => pending.size === 0), `${pending.size} pages are still open`);
      assert.match((await byBrowser(server, url)).text, /text is there/);
      assert.match((await server.call('crawl', { url, engine: 'http', cache_mode: 'bypass' })).text, /text is there/);
      // Kept connections, a spare page and parser threads (some four each) may come and go; 100 left calls would show.
      const few = 16;
      assert.ok(
        await within(10_000, () => filesOpen() <= filesBefore + few),
        `${filesBefore} files before, ${filesOpen()} now`,
      );
      const processes = () => descendants(server.pid).length;
      assert.ok(
        await within(5_000, () => processes() <= processesBefore + few),
        `${processesBefore} processes before, ${processes()} now`,
      );
      assert.equal(readdirSync(temporary).filter(isScratch).length, 1);
    }),
);

test('folders that cannot be written to are named as such and cost nothing else; a mended one is used', () =>
  withServer(
    async (server, url, temporary) => {
      const broken = await server.call('capture', { url, formats: ['screenshot'] });
      assert.match(broken.text, /^internal_error: the folder for captures cannot be written to \(\w+\).*--output-dir/);
      assert.doesNotMatch(broken.text, /webloupe-test/);
      assert.match((await byBrowser(server, url)).text, /text is there/);
      rmSync(join(temporary, '..', OUTPUT), { force: true });
      assert.match((await server.call('capture', { url, formats: ['screenshot'] })).text, /image\/png/);
      // One that never was: what is removed below a running browser may come back.
      await using homeless = await startClient(['--allow-host', '127.0.0.1'], { TMPDIR: join(temporary, 'none') });
      const { text } = await byBrowser(homeless, url);
      assert.match(text, /^browser_unavailable: no temporary folder.*TMPDIR/);
      assert.doesNotMatch(text, /webloupe-test/);
      assert.match((await homeless.call('crawl', { url, engine: 'http' })).text, /text is there/);
    },
    ['--output-dir', join(tmpdir(), OUTPUT, 'captures')],
  ).finally(() => rmSync(join(tmpdir(), OUTPUT), { recursive: true, force: true })));

test('a browser starts where the path of temporary folders is too long for its sockets', {
  skip: process.platform === 'win32',
}, async () => {
  const temporary = mkdtempSync(join(tmpdir(), `webloupe-test-${'long-'.repeat(12)}`));
  try {
    await using site = await openSite();
    let pid = 0;
    {
      await using server = await startClient(['--allow-host', '127.0.0.1'], { TMPDIR: temporary });
      pid = server.pid;
      assert.match((await byBrowser(server, `${site.url}/`)).text, /text is there/);
    }
    assert.deepEqual(readdirSync(temporary).filter(isScratch), []);
    assert.deepEqual(
      readdirSync('/tmp').filter((name) => name.startsWith(`webloupe-${pid}-`)),
      [],
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

test('a browser that goes past the proxy does not serve; HTTP goes on', {
  skip: process.platform === 'win32',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'webloupe-wrapper-'));
  try {
    const wrapper = join(folder, 'browser');
    const found = await findBrowser({ headless: true });
    // As a distribution's wrapper script or a policy might: the proxy's flags are lost on the way.
    writeFileSync(
      wrapper,
      `#!/bin/bash\nargs=()\nfor arg in "$@"; do case $arg in --proxy-*|--host-resolver-rules*) ;; *) args+=("$arg");; esac; done\nexec ${found?.path} "\${args[@]}"\n`,
    );
    chmodSync(wrapper, 0o755);
    await withServer(
      async (server, url, _temporary, site) => {
        const { text, isError } = await byBrowser(server, url);
        assert.ok(isError);
        assert.match(text, /^browser_unavailable: .*past the egress proxy/);
        assert.equal(site.connections, 0);
        assert.deepEqual(processesOf(server, /chrom/i), []);
        assert.match((await server.call('crawl', { url, engine: 'auto' })).text, /text is there/);
      },
      ['--executable-path', wrapper],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
