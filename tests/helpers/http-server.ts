/** The built server on `--port 0`, and clients of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { MAIN } from './client.js';

export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly process: ChildProcess;
  stderr(): string;
  /** Sends the signal and waits for the end: the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** It starts in 0.3 s; on a busy machine in some. */
const START_MS_MAX = 60_000;

export async function startHttp(flags: readonly string[] = [], env: Record<string, string> = {}): Promise<HttpServer> {
  const child = spawn(process.execPath, [MAIN, '--port', '0', ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  const exited = once(child, 'exit');
  const port = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the server did not say where it listens: ${stderr}`)),
      START_MS_MAX,
    );
    late.unref();
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      const found = /listening on http:\/\/[^"]+:(\d+)\/mcp/.exec(stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`the server did not start: ${stderr}`)));
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    const [code] = await exited;
    return code as number | null;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    stderr: () => stderr,
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await stop('SIGKILL');
    },
  };
}

export async function connect(server: HttpServer, token?: string): Promise<Client> {
  const client = new Client({ name: 'webloupe-tests', version: '1' });
  const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), {
    ...(headers === undefined ? {} : { requestInit: { headers } }),
  });
  // The transport's optional fields are typed without `undefined`, its class with.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  return client;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

const ACCEPT = 'application/json, text/event-stream';

/** One request with exactly these headers (`fetch` would not let Host and Origin be chosen). */
export function send(
  server: HttpServer,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  const { method = 'POST', path = '/mcp', body = JSON.stringify(LIST) } = options;
  // As clients do: a server that answers early reads the rest of the body only when the connection is to be kept.
  const agent = new Agent({ keepAlive: true });
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    const outgoing = request(
      `${server.url}${path}`,
      { method, agent, headers: { accept: ACCEPT, 'content-type': 'application/json', ...options.headers } },
      (incoming) => {
        let text = '';
        incoming.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        incoming.on('error', reject);
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(method === 'POST' ? body : undefined);
  });
  return answer.finally(() => agent.destroy());
}

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

export function callOf(name: string, input: Record<string, unknown>, id = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: input } });
}

/** A page of one link, so that an answer tells which call it belongs to. */
export const pageWithLink = (name: string) => ({
  html: `<main><a href="/${name}">link ${name}</a></main>`,
  base_url: 'https://site.example/',
});
