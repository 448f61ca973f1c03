/** Runs a function of ours inside a page. */
import type { Frame, Page } from 'playwright';

/**
 * The function is sent as text: it can use nothing but its argument and the page. A page can replace what the function
 * calls, so the value is untrusted and to be checked.
 */
export function inPage<Argument>(
  target: Page | Frame,
  script: (argument: Argument) => unknown,
  argument: Argument,
): Promise<unknown> {
  return target.evaluate(callText(script, argument));
}

/** The call of a function as text. `__name` is what esbuild wraps named functions in. */
export function callText<Argument>(script: (argument: Argument) => unknown, argument: Argument): string {
  return `((__name) => (${script.toString()})(${JSON.stringify(argument)}))((named) => named)`;
}
