/** Several names as one text. */

/** A paper of a large experiment has thousands. */
const AUTHORS_MAX = 20;

/** Some pages give the address of a profile. A host is in small letters: "A.Lee/Agency" is a name. */
const ADDRESS = /^(?:https?:|www\.)|^[a-z\d-]+(?:\.[a-z]+)+\//;

/** Each name once, in whatever case, and none that a list of several holds; '' where there is none. */
export function authorsOf(names: readonly string[]): string {
  const seen = new Set(['']);
  const told = names.filter((name) => {
    const key = name.toLowerCase();
    if (seen.has(key) || ADDRESS.test(name)) return false;
    for (const one of [key, ...key.split(/, */)]) seen.add(one);
    return true;
  });
  return [...told.slice(0, AUTHORS_MAX), ...(told.length > AUTHORS_MAX ? ['et al.'] : [])].join(', ');
}
