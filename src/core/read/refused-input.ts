/** What no schema knows to be wrong, refused before anything is loaded for it. */
import { LoupeError } from '../errors.js';
import type { RunConfig } from '../run-config.js';

/** @throws LoupeError `invalid_input` */
export async function refuseInput(config: RunConfig, permitsScripts: boolean): Promise<void> {
  if (!permitsScripts) refuseScripts(config);
  await refuseSelectors(config);
}

/** With stored logins a script of the caller's is a way out: only an operator may permit it. */
function refuseScripts(config: RunConfig): void {
  const field =
    config.js_code !== undefined ? 'js_code' : config.wait_for?.startsWith('js:') ? 'wait_for "js:…"' : undefined;
  if (field === undefined) return;
  throw new LoupeError('invalid_input', `${field}: scripts of the caller are not permitted on this server`, {
    next: 'Use wait_for "css:…" instead; an operator can permit scripts with --allow-js-code.',
  });
}

/** Read by the engine that looks for them later, whichever way the page came. */
async function refuseSelectors({ css_selector, target_elements, excluded_selector }: RunConfig): Promise<void> {
  const given = Object.entries({ css_selector, target_elements, excluded_selector }).flatMap(([field, selectors]) =>
    [selectors ?? []].flat().map((selector) => ({ field, selector })),
  );
  if (given.length === 0) return;
  const { checkSelector } = await import('../document/select.js');
  for (const { field, selector } of given) checkSelector(selector, field);
}
