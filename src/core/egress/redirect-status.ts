/** The statuses of answers that lead elsewhere (fetch standard, "redirect status"). */
export const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
