/** Targets that showed a login instead of themselves: their heads say nothing of what is behind the links. Pure. */
import { LOGIN_NEXT, leadsToLogin, namesLogin } from '../fetch/login-wall.js';
import { parseUrl } from '../url.js';
import type { Candidate } from './choose.js';
import type { HeadOutcome } from './read-heads.js';
import { identityOf } from './same-heads.js';

/** So many that lead to one login: its form need not have been read then. */
const LED_MIN = 2;
/** So many that are one form: two pages may share a title, and a form in their header. */
const FORM_MIN = 3;

interface Target {
  readonly outcome: HeadOutcome;
  /** What targets that show the same login have in common; undefined of others. */
  readonly login: string | undefined;
  /** How many have to have that in common: one that is sure is enough. */
  readonly least: number;
}

/** A remark about the targets that are a login, and the outcomes that are none. */
export function loginHeads(outcomes: ReadonlyMap<Candidate, HeadOutcome>): { logins: string[]; others: HeadOutcome[] } {
  const targets = [...outcomes].map(([{ item }, outcome]) => targetOf(item.href, outcome));
  const counts = new Map<string, number>();
  for (const { login } of targets) if (login !== undefined) counts.set(login, (counts.get(login) ?? 0) + 1);
  const isLogin = ({ login, least }: Target) => login !== undefined && (counts.get(login) ?? 0) >= least;
  const others = targets.filter((target) => !isLogin(target)).map(({ outcome }) => outcome);
  const count = targets.length - others.length;
  if (count === 0) return { logins: [], others };
  const valid = targets.filter(({ outcome }) => outcome.status === 'valid').length;
  return { logins: [`${count} of ${valid} targets showed a login page instead of themselves: ${LOGIN_NEXT}`], others };
}

function targetOf(href: string, outcome: HeadOutcome): Target {
  const none = { outcome, login: undefined, least: FORM_MIN };
  if (outcome.status !== 'valid') return none;
  const { head, asksPassword } = outcome.reading;
  const { redirected_url: final } = head;
  if (final !== undefined && leadsToLogin(href, final)) {
    const url = parseUrl(final);
    return { outcome, login: `${url?.host}${url?.pathname}`, least: asksPassword === true ? 1 : LED_MIN };
  }
  const asked = parseUrl(href);
  const isForm = asksPassword === true && asked !== undefined && !namesLogin(asked);
  return isForm ? { ...none, login: identityOf(outcome.reading) } : none;
}
