/** A page that answers when the test says so: for calls that are still running. */
import { type Site, startSite } from './site.js';

/** Answers nothing until told; counts what waits. */
export async function slowSite(): Promise<AsyncDisposable & { site: Site; waiting(): number; answer(): void }> {
  const open = new Set<() => void>();
  const site = await startSite({
    '/slow': (_request, response) => {
      const end = () => void response.end('<title>slow</title><a href="/x">x</a>');
      open.add(end);
      response.once('close', () => open.delete(end));
    },
  });
  return {
    site,
    waiting: () => open.size,
    answer: () => {
      for (const end of open) end();
    },
    [Symbol.asyncDispose]: () => site.close(),
  };
}

/** A call that waits for it, and for no other call's. */
export const slowCall = (site: Site) => ({
  url: `${site.url}/slow`,
  engine: 'http',
  cache_mode: 'bypass',
  page_timeout: 20_000,
});
export const ALLOWED = ['--allow-host', '127.0.0.1'];
