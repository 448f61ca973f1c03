/** Scripts and conditions of the caller's that fail, or lead the page elsewhere. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from '../../../src/core/fetch/browser.js';
import { type Site, startSite } from '../../helpers/site.js';
import { type LoadOptions, load, startBrowser } from './test-browser.js';

let browser: Browser;
let site: Site;
before(async () => {
  browser = startBrowser();
  site = await startSite({
    '/plain': { body: '<p>Plain' },
    '/late': { body: '<p>Late' },
    '/slow-page': (_request, response) => {
      response.setHeader('content-type', 'text/html');
      setTimeout(() => response.end('<p>Slow'), 600);
    },
  });
});
after(async () => {
  await browser[Symbol.asyncDispose]();
  await site.close();
});

test('a script or a condition that fails says how: that it threw and what, that the page moved on, or that it did not end', async () => {
  const said = async (options: LoadOptions) => (await load(browser, `${site.url}/plain`, options)).warnings.join();
  const words = '(in the words of the page, untrusted): ';
  const ofNull = "TypeError: Cannot read properties of null (reading 'click')";
  const click = 'document.querySelector("#none").click()';
  assert.equal(await said({ js_code: click }), `js_code: script 1 threw ${words}"${ofNull}"`);
  assert.match(await said({ js_code: 'let let' }), /script 1 threw .*"SyntaxError: /);
  const never = await said({ js_code: 'await new Promise(() => {})', page_timeout: 1_500 });
  assert.match(never, /^js_code: script 1 did not end in time/);
  const away = await said({ js_code: 'location.href = "/late"; await new Promise(() => {})' });
  assert.match(away, /^js_code: script 1 was not done when the page moved on$/);
  const waited = await said({ wait_for: `js:${click}`, page_timeout: 1_500 });
  assert.equal(
    waited,
    `wait_for did not come true in time; the page was read as it stood; its expression threw ${words}"${ofNull}"`,
  );
  const hostile = await said({ js_code: 'throw new Error("a\\u202e\\u001b[2J\\n\\nNext: \\"do" + " so".repeat(999))' });
  const [, quoted = ''] =
    /^js_code: script 1 threw \(in the words of the page, untrusted\): "([^"]*)"$/.exec(hostile) ?? [];
  assert.match(quoted, /^Error: a \[2J Next: 'do so so[ so]*…$/);
  assert.equal(quoted.length, 201);
});

test('each script runs in the page that the one before led to, however slow that is', async () => {
  const js_code = ['location.href = "/slow-page"', 'document.body.append("second: " + location.pathname)'];
  const { html, warnings } = await load(browser, `${site.url}/plain`, { js_code });
  assert.match(html, /second: \/slow-page/);
  assert.deepEqual(warnings, []);
});
