/** The module of the browser's process: composes what runs there. */
import { serveBrowser } from '../fetch/browser-host.js';
import { capturePage } from './capture.js';

serveBrowser(capturePage);
