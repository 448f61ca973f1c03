/** 2026-07-28 over HTTP, beside the older revisions on the same URL. */

import { toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import type { Methods } from '../methods.js';
import { createModernServer } from '../modern-server.js';

export interface ModernEndpoint {
  /** Whether the request, its body parsed, is of this revision. */
  takes(request: Request): Promise<boolean>;
  handle(request: Request, response: Response): Promise<void>;
  close(): Promise<void>;
}

export function modernEndpoint(methods: Methods, onerror: (error: Error) => void): ModernEndpoint {
  const handler = createMcpHandler(({ era }) => createModernServer(methods, era), {
    legacy: 'reject',
    // Else a call without a progress token says nothing until it ends, and proxies give up on it.
    responseMode: 'sse',
    onerror,
  });
  const handle = toNodeHandler(handler, { onerror });
  return {
    async takes(request) {
      if (request.method !== 'POST') return false;
      return !(await isLegacyRequest(await toWebRequest(request, request.body), request.body));
    },
    handle: (request, response) => handle(request, response, request.body),
    close: () => handler.close(),
  };
}
