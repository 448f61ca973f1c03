/** The module of the browser's process: composes what runs there. */
import { serveBrowser } from '../fetch/browser-host.js';

// A screenshot would wait for fonts without end; ours are waited for before, and not for long.
process.env['PW_TEST_SCREENSHOT_NO_FONTS_READY'] = '1';
serveBrowser(async () => (await import('./capture.js')).capturePage);
