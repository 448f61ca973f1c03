/** How long a recording plays, in seconds. */

/** ISO 8601, as schema.org has it: "PT1H2M3S". Years and months have no fixed length. */
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?)?$/i;
/** "1:02:03", "62:03". */
const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.\d+)?$/;
/** No recording is longer: such a number is one of milliseconds. */
const SECONDS_MAX = 7 * 24 * 3_600;

/** Undefined for what says no length, and for none at all: publishers write 0 where they do not know. */
export function durationOf(text: string | undefined): number | undefined {
  const said = text?.trim() ?? '';
  const [, days, ...ofIso] = ISO.exec(said) ?? [];
  const [, ...ofClock] = CLOCK.exec(said) ?? [];
  const [hours, minutes, rest] = ofIso.length > 0 ? ofIso : ofClock;
  const seconds = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60 + Number(rest ?? 0);
  return seconds > 0 && seconds <= SECONDS_MAX ? seconds : undefined;
}

/** Where a plain number stands for seconds (`itunes:duration`, `video:duration`), too. */
export function durationInSeconds(text: string | undefined): number | undefined {
  return durationOf(/^\s*\d+(?:\.\d+)?\s*$/.test(text ?? '') ? `PT${text?.trim()}S` : text);
}

/** `1:02:03`, `2:03`. */
export function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours === 0 ? minutes : `${hours}:${two(minutes)}`}:${two(Math.floor(seconds % 60))}`;
}
