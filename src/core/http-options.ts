/** The server options that matter only with `--port`. */
import * as z from 'zod';

/** A list, empty where it is not given. */
export const names = (describe: string) => z.array(z.string().min(1)).default([]).describe(describe);
const count = (max: number, standard: number) => z.number().int().min(1).max(max).default(standard);

export const HTTP_OPTIONS = {
  port: z
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('serve MCP over Streamable HTTP at /mcp on this port (0: any free one) instead of stdio'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address to listen on; beyond loopback only with a token or OAuth')
    // As it stands in URLs: [::1].
    .transform((host) => host.replace(/^\[(.+)\]$/, '$1')),
  allowedHosts: names('names the Host header may have; default those of loopback and --host; * permits any'),
  allowedOrigins: names('origins (https://app.example) of browser pages that may call and read answers (CORS)'),
  /** What no header can hold, nobody could send; a newline at its end is of the file that it came from. */
  authToken: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, 'expected letters, digits and signs without blanks')
    .optional()
    .describe('bearer token that callers must send (better as a variable)'),
  oauthIssuer: z.url().optional().describe('accept access tokens of this OAuth issuer'),
  oauthAudience: z
    .url()
    .optional()
    .describe("this server's public URL (https://host/mcp), which tokens must be issued for"),
  oauthJwks: z.url().optional().describe("URL of the issuer's keys (JWKS)"),
  allowUnauthenticated: z.boolean().default(false).describe('listen beyond loopback without token and OAuth'),
  sessions: z.boolean().default(false).describe('keep a session for each client instead of answering statelessly'),
  maxSessions: count(10_000, 100).describe('sessions kept; the one idle longest makes room'),
  sessionIdle: count(86_400, 1_800).describe('seconds until an idle session is closed'),
  maxCalls: count(10_000, 128).describe(
    'tool calls (running, waiting) and reads of resources at a time; more are answered 503',
  ),
  maxCallsPerClient: count(10_000, 64).describe("one client's share of them; more are answered 429"),
  drainTime: count(600, 30).describe('seconds that running calls get after SIGTERM'),
} as const;
