/** How long a browser's process may take, by a clock that the tests set: no browser is started. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { quietCall } from '../../../src/core/call.js';
import { BrowserChild } from '../../../src/core/fetch/browser-child.js';
import { DEFAULT_RUN_CONFIG } from '../../../src/core/run-config.js';
import { OPTIONS } from '../browser/test-browser.js';

const dir = mkdtempSync(path.join(tmpdir(), 'webloupe-child-'));
const closing = new AbortController();
const started: BrowserChild[] = [];
after(() => {
  closing.abort();
  for (const child of started) child.kill();
  rmSync(dir, { recursive: true });
});
const limits = { timeout: 30_000 };

/** A process that tells what it is sent, and does nothing else but this. */
function startChild(does = '') {
  const entry = path.join(dir, `${does.length}.mjs`);
  const code = `process.on('message', ({ type, tick }) => {
    process.send({ type: 'log', level: 'info', message: \`\${type} \${tick ?? ''}\`.trim() });
    ${does}
  });`;
  writeFileSync(entry, code);
  const told = new EventEmitter();
  const log = (_level: string, message: string) => void told.emit(message);
  const child = BrowserChild.start(OPTIONS, pathToFileURL(entry), log, closing.signal);
  child.then(
    (one) => started.push(one),
    () => {},
  );
  return { told, child };
}
const READY = "if (type === 'start') process.send({ type: 'ready', pid: undefined });";
const request = { url: 'http://a.example/', config: DEFAULT_RUN_CONFIG };

test('a browser that has not started after half a minute cannot be had', limits, async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const { told, child } = startChild();
  await once(told, 'start');
  mock.timers.tick(29_999);
  const first = await Promise.race([child, new Promise((resolve) => setImmediate(resolve, 'none yet'))]);
  assert.equal(first, 'none yet');
  mock.timers.tick(1);
  await assert.rejects(child, { code: 'browser_unavailable', message: /did not start within 30000 ms/ });
});

test(
  'a browser that answers nothing for six seconds is ended, and its calls are told why',
  limits,
  async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const { told, child: starting } = startChild(READY);
    const child = await starting;
    let released = 0;
    const load = child.load(request, quietCall(), () => released++);
    const failed = assert.rejects(load, { code: 'browser_crashed', message: /stopped answering and was ended/ });
    const pinged = once(told, 'ping 6');
    mock.timers.tick(6_000);
    await pinged;
    mock.timers.tick(1_000);
    await failed;
    await child.gone;
    assert.deepEqual([released, child.isAlive], [1, false]);
  },
);

test('a browser that does not close a cancelled page within three seconds is ended', limits, async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const { told, child: starting } = startChild(READY);
  const child = await starting;
  const cancel = new AbortController();
  let released = 0;
  const load = child.load(request, quietCall(cancel.signal), () => released++);
  const others = child.load(request, quietCall(), () => released++);
  const failed = assert.rejects(others, { code: 'browser_crashed', message: /a cancelled page did not close/ });
  cancel.abort(new Error('given up'));
  await assert.rejects(load, /given up/);
  const pinged = once(told, 'ping 2');
  mock.timers.tick(2_999);
  await pinged;
  assert.equal(released, 0);
  mock.timers.tick(1);
  await failed;
  await child.gone;
  assert.equal(released, 2);
});

test(
  'a page has 900 ms beyond its time; a process that is to close does so with its last page',
  limits,
  async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const closes =
      "if (type === 'cancel') process.send({ type: 'released', id: 1 }); if (type === 'close') process.exit();";
    const { told, child: starting } = startChild(READY + closes);
    const child = await starting;
    const config = { ...request.config, page_timeout: 1_000 };
    const load = child.load({ ...request, config }, quietCall(), () => {});
    const failed = assert.rejects(load, { code: 'timeout', message: /was not ready within 1000 ms/ });
    await child.closeWhenIdle();
    let isOver = false;
    load.catch(() => {
      isOver = true;
    });
    const pinged = once(told, 'ping 1');
    mock.timers.tick(1_899);
    await pinged;
    assert.equal(isOver, false);
    mock.timers.tick(1);
    await Promise.all([failed, child.gone]);
  },
);
