/** What can go wrong between here and a server, as one of webloupe's own errors. */
import { asLoupeError, LoupeError, systemCode } from '../errors.js';
import { errorCode } from './connect.js';
import { DamagedBody } from './decode.js';

const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its issuer is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'its issuer is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is unknown',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it is revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
};

/** Browsers look for the certificate between, and speak with servers that OpenSSL does not. */
const TLS_OF_BROWSERS = /^(?:UNABLE_TO_VERIFY_LEAF_SIGNATURE$|ERR_SSL_|EPROTO$)/;
const LINE_BROKE = /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED)$/;
/** llhttp's and undici's words for bytes that are no HTTP; undici asserts on a status of 000. */
const NO_HTTP =
  /^(?:HPE_|HTTPParserError|ERR_ASSERTION|UND_ERR_RES|UND_ERR_RESPONSE|UND_ERR_INFO|ERR_HTTP2_|ERR_INVALID_)/;

/** Whether the connection ended under a request, so that a GET may be tried once more. */
export function isBrokenLine(error: unknown): boolean {
  return !(error instanceof LoupeError) && LINE_BROKE.test(errorCode(error));
}

/** Whether a browser may have what could not be had: some servers hang up on everybody else. */
export function isForBrowsers(error: LoupeError): boolean {
  if (error.code === 'bad_encoding') return !(error instanceof DamagedBody);
  const code = errorCode(error.cause);
  return LINE_BROKE.test(code) || TLS_OF_BROWSERS.test(code);
}

/** Whether an HTTP/2 stream came to nothing; undici's own word for some of these has no name for HTTP/2. */
export function isHttp2Trouble(error: unknown): boolean {
  return /^(?:ERR_HTTP2_|UND_ERR_INFO$)/.test(errorCode(error));
}

/** `host` is named in the message; addresses are not, since what a name resolves to is not the caller's to know. */
export function toLoupeError(error: unknown, signal: AbortSignal, host: string): LoupeError {
  if (error instanceof LoupeError || signal.aborted) return asLoupeError(error, signal);
  const code = errorCode(error);
  const because = { cause: error };
  const certificate = CERTIFICATE[code] ?? (code.startsWith('CERT_') ? `it was rejected (${code})` : undefined);
  if (certificate !== undefined) {
    return new LoupeError('tls_failed', `the certificate of ${host} was not accepted: ${certificate}`, because);
  }
  if (/^(?:ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)) {
    return new LoupeError('tls_failed', `no TLS connection to ${host} (${code})`, because);
  }
  // The connection itself has its own limit in connect.ts: undici's is left with the handshake after it.
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new LoupeError('tls_failed', `${host} did not finish the TLS handshake in time`, because);
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new LoupeError('timeout', `${host} sent no answer in time`, because);
  if (code === 'UND_ERR_BODY_TIMEOUT') return new LoupeError('timeout', `${host} stopped sending`, because);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const next = 'No option reads it, whatever the page; use another address, or tell the user.';
    return new LoupeError('too_large', `${host} sent more than 64 KB of headers`, { ...because, next });
  }
  if (NO_HTTP.test(code)) {
    return new LoupeError('bad_encoding', `the answer of ${host} is not valid HTTP (${code})`, because);
  }
  if (LINE_BROKE.test(code) || systemCode(error) !== undefined) {
    return new LoupeError('connect_failed', `${host} closed the connection (${code})`, because);
  }
  return asLoupeError(error, signal);
}
