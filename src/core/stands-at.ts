/**
 * Whether `text` stands from `start` to `end` of `whole`. For texts of some letters: cutting the place out, to compare it or
 * to look it up, takes several times as long.
 */
export function standsAt(text: string, whole: string, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== whole.charCodeAt(start + i)) return false;
  return true;
}
