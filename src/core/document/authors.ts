/** Several names as one text. */

/** A paper of a large experiment has thousands. */
const AUTHORS_MAX = 20;

/** Each name once; '' where there is none. */
export function authorsOf(names: readonly string[]): string {
  const told = [...new Set(names)].filter((name) => name !== '');
  return [...told.slice(0, AUTHORS_MAX), ...(told.length > AUTHORS_MAX ? ['et al.'] : [])].join(', ');
}
