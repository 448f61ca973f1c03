/** A process that loads a page, tells what runs below it, and waits to be killed. */
import { load, startBrowser } from './test-browser.js';

const browser = startBrowser();
await load(browser, process.argv[2] ?? '');
process.stdout.write(JSON.stringify(await browser.status()));
setInterval(() => {}, 1_000);
