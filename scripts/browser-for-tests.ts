/** Makes sure that the tests have a browser: the one found, else one is got, as `webloupe install-browser` does. */
import { findBrowser } from '../src/core/fetch/browser-find.js';
import { installBrowser } from '../src/core/fetch/browser-install.js';

const say = (line: string) => console.log(line);
const found = await findBrowser({ headless: true });
if (found !== undefined) say(`browser for the tests: ${found.path} (${found.source})`);
else process.exitCode = await installBrowser(say);
