/** Playwright, loaded only where it is used: it takes 0.3 s and 60 MB. */
export { chromium } from 'playwright';
