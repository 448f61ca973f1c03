/** Who calls: the holder of the operator's token, the subject of an OAuth access token, or, without either, an address. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { InvalidTokenError, ServerError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl } from '@modelcontextprotocol/sdk/server/auth/router.js';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import type { RequestHandler } from 'express';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LoupeError } from '../core/errors.js';
import type { ServerOptions } from '../core/options.js';
import type { Subject } from '../methods.js';

/** Signatures only: with a shared secret anybody who can check a token can make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks of issuer and server may differ by this. */
const CLOCK_TOLERANCE_S = 5;
const KEYS_TIMEOUT_MS = 5_000;

export interface OAuth {
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
      request.auth = authInfo({ owner: 'local', client: request.socket.remoteAddress ?? 'local' }, 0);
      next();
    },
  };
}

function oauthOf({ oauthIssuer, oauthAudience, oauthJwks }: ServerOptions): OAuth | undefined {
  if (oauthIssuer === undefined && oauthAudience === undefined && oauthJwks === undefined) return undefined;
  if (oauthIssuer === undefined || oauthAudience === undefined || oauthJwks === undefined)
    throw new LoupeError('invalid_input', 'OAuth needs all of --oauth-issuer, --oauth-audience and --oauth-jwks');
  return { issuer: oauthIssuer, audience: oauthAudience, jwks: oauthJwks };
}

/** The token itself is not kept: nothing behind this point may pass it on. */
function authInfo(subject: Subject, expiresAt: number): AuthInfo {
  return { token: '', clientId: subject.client, scopes: [], expiresAt, extra: { ...subject } };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function tokenAuth(expected: string): Auth {
  const wanted = digest(expected);
  const middleware = requireBearerAuth({
    verifier: {
      async verifyAccessToken(token) {
        if (!timingSafeEqual(digest(token), wanted)) throw new InvalidTokenError('Wrong token');
        // One token is one subject. It does not expire; the middleware asks for a time.
        return authInfo({ owner: 'token', client: 'token' }, Number.MAX_SAFE_INTEGER);
      },
    },
  });
  return { required: true, middleware };
}

function oauthAuth(oauth: OAuth): Auth {
  const keys = createRemoteJWKSet(new URL(oauth.jwks), { timeoutDuration: KEYS_TIMEOUT_MS });
  const metadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(oauth.audience));
  return {
    required: true,
    middleware: requireBearerAuth({
      verifier: { verifyAccessToken: (token) => verify(token, keys, oauth) },
      resourceMetadataUrl: metadataUrl,
    }),
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

async function verify(token: string, keys: JWTVerifyGetKey, { issuer, audience }: OAuth): Promise<AuthInfo> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
    });
    const owner = `oauth:${payload.sub}`;
    return authInfo({ owner, client: owner }, payload.exp ?? 0);
  } catch (thrown) {
    throw isTokensFault(thrown) ? new InvalidTokenError(reasonOf(thrown)) : new ServerError('The keys cannot be had');
  }
}

/** Whether the token is at fault, and not the way to the issuer's keys. */
function isTokensFault(thrown: unknown): thrown is Error {
  if (thrown instanceof errors.JWKSTimeout || thrown instanceof errors.JWKSInvalid) return false;
  return thrown instanceof errors.JOSEError && thrown.code !== errors.JOSEError.code;
}

/** Which claim was wrong helps a client's developer; what stood in it is left out. */
function reasonOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return 'Token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `Token has an unexpected ${error.claim}`;
  return 'Token is not valid';
}
