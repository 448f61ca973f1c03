/** Small servers on loopback for tests: one that speaks HTTP by routes, one that says whatever it likes. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

export type Route = Answer | ((request: IncomingMessage, response: ServerResponse) => Answer | void | Promise<void>);

export interface Hit {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface Site extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Requests in the order in which they came. */
  readonly hits: Hit[];
  /** TCP connections so far. */
  readonly connections: number;
  close(): Promise<void>;
}

export interface SiteOptions {
  /** `https`: HTTP/1.1 over TLS; `h2`: HTTP/2 only; `either`: as the client likes. All with the certificate below. */
  readonly secure?: 'https' | 'h2' | 'either';
  /** Another loopback address than 127.0.0.1, and a port, for tests of who is reached. */
  readonly host?: string;
  readonly port?: number;
}

/** Routes by path (without query); '*' answers what no other route does, 404 when there is none. */
export async function startSite(routes: Readonly<Record<string, Route>>, options: SiteOptions = {}): Promise<Site> {
  const hits: Hit[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    hits.push({ method: request.method ?? '', path, headers: request.headers });
    const route = routes[path.split('?', 1)[0] ?? ''] ?? routes['*'] ?? { status: 404, body: 'no such page' };
    const given = typeof route === 'function' ? route(request, response) : route;
    if (given === undefined || given instanceof Promise) return;
    response.writeHead(given.status ?? 200, { 'content-type': 'text/html; charset=utf-8', ...given.headers });
    response.end(request.method === 'HEAD' ? undefined : given.body);
  };
  return listen(makeServer(answer, options), options.secure === undefined ? 'http' : 'https', hits, options);
}

/** For broken servers: `talk` gets each connection and writes what it likes. */
export function startRawServer(talk: (socket: Socket) => void): Promise<Site> {
  return listen(createTcpServer(talk), 'http', []);
}

/** A raw server that answers each request, once its headers are in, with these bytes, and leaves the line open. */
export function startCannedServer(answer: string | Uint8Array, { end = false } = {}): Promise<Site> {
  return startRawServer((socket) => {
    socket.on('data', (data) => {
      if (!data.includes('\r\n\r\n')) return;
      socket.write(answer);
      if (end) socket.end();
    });
  });
}

function makeServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: SiteOptions,
): Server {
  if (options.secure === undefined) return createServer(answer);
  if (options.secure === 'https') return createTlsServer(TEST_CERTIFICATE, answer);
  const server = createSecureServer({ ...TEST_CERTIFICATE, allowHTTP1: options.secure === 'either' });
  // The compatibility objects of node:http2 do what routes need of those of node:http.
  server.on('request', answer as never);
  return server;
}

/** A server remembers pages and robots.txt by address: of a hundred sites in one process, every sixth time two would get one port. */
const taken = new Set<number>();

async function portOf(server: Server, wanted: number, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(wanted, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listen(
  server: Server,
  scheme: string,
  hits: Hit[],
  { host = '127.0.0.1', port: wanted = 0 }: SiteOptions = {},
): Promise<Site> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
  });
  let port = await portOf(server, wanted, host);
  while (wanted === 0 && taken.has(port)) {
    await new Promise((resolve) => server.close(resolve));
    port = await portOf(server, wanted, host);
  }
  taken.add(port);
  const close = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `${scheme}://${host}:${port}`,
    port,
    hits,
    get connections() {
      return connections;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Self-signed, for site.example and *.site.example, until 2126. The key is for tests and secret to nobody. */
export const TEST_CERTIFICATE = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCGWG0PEH6cJn+blJ
b3llfui8bjcKLx+Ait9ETKnoXZChRANCAATBx1Lwb5otSEkKwIX/9oQuJD90+Pux
KclMC6GUuBIjVdMkk0j82CjXFJ1wZR6j9rQuVlUV7X19dFsbDd+n+p1d
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBrTCCAVSgAwIBAgIUf62cBuAO4NCf1BFTWqaVkM/s1bowCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2l0ZS5leGFtcGxlMCAXDTI2MTEyMjE3MzQwNVoYDzIxMjYx
MDI5MTczNDA1WjAXMRUwEwYDVQQDDAxzaXRlLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATBx1Lwb5otSEkKwIX/9oQuJD90+PuxKclMC6GUuBIjVdMk
k0j82CjXFJ1wZR6j9rQuVlUV7X19dFsbDd+n+p1do3wwejAdBgNVHQ4EFgQUY5pS
MKPSDNysGg6WnCBnCBL0+cAwHwYDVR0jBBgwFoAUY5pSMKPSDNysGg6WnCBnCBL0
+cAwDwYDVR0TAQH/BAUwAwEB/zAnBgNVHREEIDAeggxzaXRlLmV4YW1wbGWCDiou
c2l0ZS5leGFtcGxlMAoGCCqGSM49BAMCA0cAMEQCIF8lAxfbnP2k9g/cYfdMCzQ7
vCyCcfEInd97zADYsB84AiB5ngOBQq72xmkAx5as2LRypOCt1nR4KqB9PWAPGN7o
8w==
-----END CERTIFICATE-----`,
};
