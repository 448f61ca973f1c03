/** Several names as one text. */

/** A paper of a large experiment has thousands. */
const AUTHORS_MAX = 20;

/** Some pages give the address of a profile. A host is in small letters: "A.Lee/Agency" is a name. */
const ADDRESS = /^(?:https?:|www\.)|^[a-z\d-]+(?:\.[a-z]+)+\//;

/** Each name once; '' where there is none. */
export function authorsOf(names: readonly string[]): string {
  const told = [...new Set(names)].filter((name) => name !== '' && !ADDRESS.test(name));
  return [...told.slice(0, AUTHORS_MAX), ...(told.length > AUTHORS_MAX ? ['et al.'] : [])].join(', ');
}
