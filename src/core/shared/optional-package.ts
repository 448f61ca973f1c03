/** Packages that only some options need: a plain install does not carry them. */
import { LoupeError } from '../errors.js';

/** @throws LoupeError `invalid_input` that says what to install */
export async function optionalPackage<T>(load: () => Promise<T>, option: string, packages: string): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new LoupeError('invalid_input', `${option}: what it needs is not installed`, {
      next: `Install it beside webloupe: npm install ${packages}`,
      cause,
    });
  }
}
