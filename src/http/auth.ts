/** Who calls: the holder of the operator's token, the subject of an OAuth access token, or, without either, an address. */
import { createHash, timingSafeEqual } from 'node:crypto';
// Its declaration of Express' `request.auth`.
import type {} from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl } from '@modelcontextprotocol/sdk/server/auth/router.js';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import type { RequestHandler } from 'express';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { hasCode, LoupeError } from '../core/errors.js';
import type { ServerOptions } from '../core/options.js';
import type { Subject } from '../methods.js';
import { refuse } from './refuse.js';

/** Signatures only: with a shared secret anybody who can check a token can make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks of issuer and server may differ by this. */
const CLOCK_TOLERANCE_S = 5;
const KEYS_TIMEOUT_MS = 5_000;
/** An issuer that restarts is back after some seconds. */
const KEYS_RETRY_MS = 10_000;

interface OAuth {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: string;
}

export interface Auth {
  /** Sets `req.auth`, or answers 401. */
  readonly middleware: RequestHandler;
  /** Protected-resource metadata (RFC 9728) and the path at which it stands. */
  readonly metadata?: { readonly path: string; readonly document: Record<string, unknown> };
  readonly required: boolean;
}

/** @throws LoupeError `invalid_input` when the options contradict each other or are incomplete */
export function createAuth(options: ServerOptions): Auth {
  const oauth = oauthOf(options);
  if (oauth !== undefined && options.authToken !== undefined)
    throw new LoupeError('invalid_input', '--auth-token and OAuth: choose one of them');
  if (oauth !== undefined) return oauthAuth(oauth);
  if (options.authToken !== undefined) return tokenAuth(options.authToken);
  return {
    required: false,
    middleware(request, _response, next) {
      request.auth = authInfo({ owner: 'local', client: request.socket.remoteAddress ?? 'local' });
      next();
    },
  };
}

function oauthOf({ oauthIssuer, oauthAudience, oauthJwks }: ServerOptions): OAuth | undefined {
  if (oauthIssuer === undefined && oauthAudience === undefined && oauthJwks === undefined) return undefined;
  if (oauthIssuer === undefined || oauthAudience === undefined || oauthJwks === undefined)
    throw new LoupeError('invalid_input', 'OAuth needs all of --oauth-issuer, --oauth-audience and --oauth-jwks', {
      next: 'Name all three, or none.',
    });
  return { issuer: oauthIssuer, audience: oauthAudience, jwks: oauthJwks };
}

/** The token itself is not kept: nothing behind this point may pass it on. */
function authInfo(subject: Subject): AuthInfo {
  return { token: '', clientId: subject.client, scopes: [], extra: { ...subject } };
}

const unauthorized = (message: string) => new LoupeError('unauthorized', message);

/**
 * Refuses as everything here does, with a challenge (RFC 6750, section 3: where no token was sent it names no error). The
 * SDK's middleware has a form of its own, and calls no token a wrong one.
 */
function bearer(verify: (token: string) => Promise<Subject>, metadataUrl?: string): RequestHandler {
  return async (request, response, next) => {
    const token = /^bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    try {
      if (token === undefined) throw unauthorized('no bearer token was sent');
      request.auth = authInfo(await verify(token));
    } catch (thrown) {
      if (!hasCode(thrown, 'unauthorized')) throw thrown;
      const why = { error: 'invalid_token', error_description: thrown.message };
      const parts = { realm: 'webloupe', ...(token && why), ...(metadataUrl && { resource_metadata: metadataUrl }) };
      const challenge = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
      response.set('WWW-Authenticate', `Bearer ${challenge.join(', ')}`);
      return refuse(response, 401, thrown);
    }
    next();
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function tokenAuth(expected: string): Auth {
  const wanted = digest(expected);
  const middleware = bearer(async (token) => {
    if (!timingSafeEqual(digest(token), wanted)) throw unauthorized('the token is wrong');
    return { owner: 'token', client: 'token' };
  });
  return { required: true, middleware };
}

function oauthAuth(oauth: OAuth): Auth {
  const keys = createRemoteJWKSet(new URL(oauth.jwks), { timeoutDuration: KEYS_TIMEOUT_MS });
  const metadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(oauth.audience));
  return {
    required: true,
    middleware: bearer((token) => verify(token, keys, oauth), metadataUrl),
    metadata: {
      path: new URL(metadataUrl).pathname,
      document: {
        resource: oauth.audience,
        authorization_servers: [oauth.issuer],
        bearer_methods_supported: ['header'],
        resource_name: 'webloupe',
      },
    },
  };
}

/** @throws LoupeError `unauthorized`, or `connect_failed` where the issuer's keys cannot be had */
async function verify(token: string, keys: JWTVerifyGetKey, { issuer, audience }: OAuth): Promise<Subject> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
    });
    const owner = `oauth:${payload.sub}`;
    return { owner, client: owner };
  } catch (thrown) {
    if (isTokensFault(thrown)) throw unauthorized(reasonOf(thrown));
    const message = 'the keys of the OAuth issuer cannot be had, which the token is checked with';
    const next = 'Call again in some seconds; where it stays so, an operator looks at --oauth-jwks.';
    throw new LoupeError('connect_failed', message, { next, retryAfterMs: KEYS_RETRY_MS, cause: thrown });
  }
}

/** Whether the token is at fault, and not the way to the issuer's keys. */
function isTokensFault(thrown: unknown): thrown is Error {
  if (thrown instanceof errors.JWKSTimeout || thrown instanceof errors.JWKSInvalid) return false;
  return thrown instanceof errors.JOSEError && thrown.code !== errors.JOSEError.code;
}

/** Which claim was wrong helps a client's developer; what stood in it is left out. */
function reasonOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token has an unexpected ${error.claim}`;
  return 'the token is not valid';
}
