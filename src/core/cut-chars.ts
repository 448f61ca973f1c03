/** The text, or so much of it with "…" behind; never half a character. */
export function cutChars(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.charCodeAt(most - 1) >= 0xd800 && text.charCodeAt(most - 1) <= 0xdbff ? most - 1 : most;
  return `${text.slice(0, end)}…`;
}
