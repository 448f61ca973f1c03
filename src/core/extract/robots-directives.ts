/** What a page (`<meta name=robots>`) or a link (`rel`) asks of robots. */

/** "none" is both of them; "max-image-preview:none" is about something else. */
const NOINDEX = /(?:^|[\s,])(?:noindex|none)(?=$|[\s,])/i;
const NOFOLLOW = /(?:^|[\s,])(?:nofollow|none)(?=$|[\s,])/i;

/** Not to be found. */
export function asksNoindex(directives: string): boolean {
  return NOINDEX.test(directives);
}

/** That its links, or this one, are not followed. */
export function asksNofollow(directives: string): boolean {
  return NOFOLLOW.test(directives);
}
