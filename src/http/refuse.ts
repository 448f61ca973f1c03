/** An answer that no tool gave, in the form of a JSON-RPC error. */
import type { Response } from 'express';
import { LoupeError } from '../core/errors.js';

/** The protocol's code for what the transport itself refuses. */
const SERVER_ERROR = -32000;

interface RefusalDetails {
  code?: number;
  id?: string | number | null;
}

export function refuse(
  response: Response,
  status: number,
  reason: string | LoupeError,
  { code = SERVER_ERROR, id = null }: RefusalDetails = {},
): void {
  const retryAfterMs = reason instanceof LoupeError ? reason.retryAfterMs : undefined;
  if (retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
  const message = typeof reason === 'string' ? reason : reason.toText();
  response.status(status).json({ jsonrpc: '2.0', error: { code, message }, id });
}
