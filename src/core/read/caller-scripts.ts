import { LoupeError } from '../errors.js';
import type { RunConfig } from '../run-config.js';

/**
 * With stored logins a script of the caller's is a way out: only an operator may permit it.
 * @throws LoupeError `invalid_input`
 */
export function refuseCallerScripts(config: RunConfig, permitted: boolean): void {
  const field =
    config.js_code !== undefined ? 'js_code' : config.wait_for?.startsWith('js:') ? 'wait_for "js:…"' : undefined;
  if (field === undefined || permitted) return;
  throw new LoupeError('invalid_input', `${field}: scripts of the caller are not permitted on this server`, {
    next: 'Use wait_for "css:…" instead; an operator can permit scripts with --allow-js-code.',
  });
}
