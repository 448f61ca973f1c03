/**
 * Playwright, loaded only where it is used: it takes 0.25 s and 60 MB. By `require`: `import` reads its 7 MB a second time,
 * to find the names that it exports, which takes another 0.12 s.
 */
import { createRequire } from 'node:module';

const playwright: typeof import('playwright') = createRequire(import.meta.url)('playwright');

export const { chromium } = playwright;
