/**
 * The browser's only way out: a proxy on loopback that applies the policy to every connection and dials what it judged.
 * proxy-chain speaks the protocol; connections are opened in connect.ts, so that none is made by name.
 */
import {
  Agent,
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type OutgoingHttpHeader,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { RequestError, Server } from 'proxy-chain';
import type { LoupeError } from '../errors.js';
import { createPolicy, type EgressPolicy, portOf } from './address-policy.js';
import { createConnector } from './connect.js';
import type { EgressOptions } from './egress-options.js';
import { canonical, ProxyDoor } from './proxy-door.js';
import type { ProxyPort } from './proxy-port.js';
import type { Resolver } from './resolver.js';
import { upstreamRefusal } from './upstream.js';

/**
 * Without text, and a status of those that proxy-chain answers itself and no server uses: Chromium shows its own page for it, its
 * headless shell an empty one, and a site's 403 is another thing.
 */
const REFUSED = 599;

/** Owns its port and every connection; all end with `[Symbol.dispose]`. */
export class BrowserProxy {
  /** For the browser's proxy option: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly #port: ProxyPort;
  readonly #server: Server;
  readonly #door: ProxyDoor;
  readonly #policy: EgressPolicy;

  private constructor(port: ProxyPort, server: Server, door: ProxyDoor, policy: EgressPolicy) {
    this.#port = port;
    this.#server = server;
    this.#door = door;
    this.#policy = policy;
    this.url = port.url;
  }

  /**
   * Answers on `port` from now on, which it owns.
   * @throws LoupeError `invalid_input` for malformed options
   */
  static start(port: ProxyPort, options: EgressOptions, resolver?: Resolver): BrowserProxy {
    const policy = createPolicy(options);
    const door = new ProxyDoor(policy, createConnector(policy, resolver));
    const server = new Server({
      async prepareRequestFunction({ request, hostname, port, isHttp }) {
        const way = await door.open(request.socket, hostname, port);
        if (way === undefined) throw new RequestError('', REFUSED);
        if (isHttp) keepBackOurs(request.rawHeaders);
        if (way instanceof URL) return { upstreamProxyUrl: way.href, customTag: hostname };
        return isHttp ? { httpAgent: agentOver(way) } : { customConnectServer: tunnelTo(way) };
      },
    });
    // What the browser makes of it says nothing of the upstream; the error of the navigation does.
    server.on('tunnelConnectFailed', ({ response, customTag }: { response: IncomingMessage; customTag: string }) => {
      door.note(customTag, upstreamRefusal(response.statusCode ?? 0, customTag));
    });
    server.server.prependListener('request', (_request, response) => checkWords(response));
    port.serve(server.server);
    return new BrowserProxy(port, server, door, policy);
  }

  /** The latest refusal or failure to connect for a host since `since` (`Date.now()`). */
  refusalFor(hostname: string, since = 0): LoupeError | undefined {
    return this.#door.refusalFor(hostname, since);
  }

  /** Whether the operator's upstream proxy is asked for an address. */
  leadsUpstream(url: URL): boolean {
    return this.#policy.route(url.hostname, portOf(url)).upstream !== undefined;
  }

  /** Ends what is connected to a host and has brought nothing for so long: what waits there fails. Whether there was any. */
  hangUp(hostname: string, silentMs: number): boolean {
    return this.#door.hangUp(canonical(hostname), silentMs);
  }

  /** When that was last done to connections of a host, as `Date.now()`; other pages may have waited there. */
  hungUpAt(hostname: string): number {
    return this.#door.hungUp.get(canonical(hostname)) ?? 0;
  }

  [Symbol.dispose](): void {
    this.#port[Symbol.dispose]();
    this.#door.close();
    this.#server.closeConnections();
  }
}

/** A header that Chromium means for its proxy, of which proxy-chain does not know: a site would learn that there is one. */
function keepBackOurs(rawHeaders: string[]): void {
  const at = rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'proxy-connection');
  if (at >= 0) rawHeaders.splice(at, 2);
}

/** What Node writes beside a status (RFC 9112, section 4: reason-phrase). */
const WORDS = /^[\t\x20-\x7e\x80-\xff]*$/;

/** proxy-chain passes a server's words beside the status on as they came, and never answers where Node refuses to write them. */
function checkWords(response: ServerResponse): void {
  const write = response.writeHead.bind(response);
  const writeHead = (status: number, words: string, headers?: OutgoingHttpHeader[]) =>
    write(status, WORDS.test(words) ? words : '', headers);
  Object.assign(response, { writeHead });
}

/** An agent that knows one open connection: proxy-chain's own dialling is never reached. */
function agentOver(socket: Socket): Agent {
  return Object.assign(new Agent(), { createConnection: () => socket });
}

/** proxy-chain gives the client's side of a CONNECT to a server as a new connection; this one joins it to `target`. */
function tunnelTo(target: Socket): HttpServer {
  const server = createServer();
  server.removeAllListeners('connection');
  server.on('connection', (client: Socket) => {
    client.pipe(target);
    target.pipe(client);
    client.on('error', () => target.destroy()).once('close', () => target.destroy());
    target.once('close', () => client.destroySoon());
  });
  return server;
}
