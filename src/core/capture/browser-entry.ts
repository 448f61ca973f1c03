/** Where the module stands that the browser's process runs: the source under tsx, the built file otherwise. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BROWSER_ENTRY = new URL(`./browser-main${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
