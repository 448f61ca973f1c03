/** What the operator's upstream proxy says when it leads nowhere, as webloupe's errors. Its address stays out of them. */
import { LoupeError } from '../errors.js';
import { errorCode } from './connect.js';

/** Ways in which no connection to a proxy comes about; its TLS and what it leads to fail under other names. */
const NOT_REACHED =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_SOCKET)$/;

/** An answer of the proxy's own. */
export function upstreamRefusal(status: number, host: string): LoupeError {
  if (status === 407) {
    return new LoupeError('connect_failed', 'the upstream proxy asks for a user name and a password (407)', {
      next: 'An operator gives them with --proxy-server http://USER:PASSWORD@HOST:PORT.',
    });
  }
  return new LoupeError('connect_failed', `the upstream proxy does not lead to ${host} (it answered ${status})`, {
    next: 'Use another source, or have an operator look at --proxy-server.',
  });
}

/** A failure on the way to the proxy; anything else as it came. */
export function asUpstreamError(error: unknown, host: string): unknown {
  if (error instanceof LoupeError) return error;
  const code = errorCode(error);
  // undici's one word for a 407 to a request that is not tunnelled.
  if (code === 'UND_ERR_INVALID_ARG' && String(error).includes('(407)')) return upstreamRefusal(407, host);
  if (!NOT_REACHED.test(code)) return error;
  return new LoupeError('connect_failed', `the upstream proxy does not answer (${code})`, {
    next: 'Have an operator look at --proxy-server.',
    cause: error,
  });
}
