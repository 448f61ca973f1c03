/** The headers of a request: ours, the caller's, and what goes to one origin only. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { LoupeError } from '../errors.js';
import { hasLogin, percentDecoded } from '../url.js';
import { ACCEPT_ENCODING } from './decode.js';

/** What a caller must not say: who the client is to the server (secrets), how the connection is run, what only servers say. */
const REFUSED =
  /^(?:host|(?:set-)?cookie2?|authorization|proxy-.*|connection|keep-alive|content-length|transfer-encoding|upgrade|te|trailer|expect|accept-encoding)$/i;

const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** @throws LoupeError `invalid_input` that names the header */
export function checkCallerHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (REFUSED.test(name)) {
      throw new LoupeError('invalid_input', `headers: "${name}" may not be set by a caller`, {
        next: `Leave the header "${name}" out.`,
      });
    }
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (error) {
      throw new LoupeError('invalid_input', `headers: "${name.slice(0, 80)}" is no valid HTTP header`, {
        cause: error,
      });
    }
    checked[name.toLowerCase()] = value;
  }
  return checked;
}

/**
 * The headers of one hop. The caller's own go to the origin that was asked and are dropped with the first redirect to
 * another, as the user name and password of a URL are.
 */
export function hopHeaders(hop: {
  url: URL;
  /** The user name and password are of this origin. */
  start: URL;
  userAgent: string;
  own: Readonly<Record<string, string>>;
  sameOrigin: boolean;
  /** What is stored for this URL. */
  cookie: string | undefined;
}): Record<string, string> {
  const authorization = basicAuthorization(hop.url) ?? (hop.sameOrigin ? basicAuthorization(hop.start) : undefined);
  return {
    'user-agent': hop.userAgent,
    accept: ACCEPT,
    ...(hop.sameOrigin ? hop.own : {}),
    'accept-encoding': ACCEPT_ENCODING,
    ...(authorization === undefined ? {} : { authorization }),
    ...(hop.cookie === undefined ? {} : { cookie: hop.cookie }),
  };
}

/** The Basic credentials (RFC 7617) of a URL's user name and password. */
export function basicAuthorization(url: URL): string | undefined {
  if (!hasLogin(url)) return undefined;
  return `Basic ${Buffer.from(`${percentDecoded(url.username)}:${percentDecoded(url.password)}`).toString('base64')}`;
}
