/** What the browser's proxy lets out: it judges each target, dials it, and watches what was connected. */
import type { Socket } from 'node:net';
import { asLoupeError, type LoupeError } from '../errors.js';
import { parseUrl } from '../url.js';
import { type EgressPolicy, refusal } from './address-policy.js';
import type { Connector } from './connect.js';
import { bareHost } from './egress-options.js';
import { isOwnPeer } from './peer-owner.js';
import { IDLE_TIMEOUT_MS } from './proxy-port.js';
import { block } from './public-address.js';

/** What one connection may bring. An endless answer wedges Chromium's network service for good without it. */
const CONNECTION_MAX_BYTES = 64 * 1024 * 1024;
/** How often connections are weighed: at 100 MB/s, 25 MB pass in between. */
const WEIGH_EVERY_MS = 250;
/** Failures that are remembered, for the error of the navigation that met them. */
const FAILURES_MAX = 200;
/** What Chromium asks for by itself, whatever its flags say. */
const BROWSER_OWN_HOSTS = new Set(['update.googleapis.com']);

interface Failure {
  readonly host: string;
  /** `blocked_address`, `dns_failed`, `connect_failed` … */
  readonly error: LoupeError;
  /** `Date.now()` when it happened. */
  readonly at: number;
}

interface Connection {
  readonly host: string;
  /** How much has come so far. */
  readonly bytes: () => number;
  /** The same at the last look. */
  weighed: number;
  /** Looks in a row at which nothing more had come. */
  silent: number;
}

/** Judges and connects for the proxy, and watches what was connected. */
export class ProxyDoor {
  /** The latest last. */
  readonly #failures: Failure[] = [];
  /** When connections of a host were given up; the oldest first, at most 200. */
  readonly hungUp = new Map<string, number>();
  readonly #policy: EgressPolicy;
  readonly #connector: Connector;
  readonly #closing = new AbortController();
  readonly #open = new Map<Socket, Connection>();
  readonly #peers = new WeakMap<Socket, Promise<boolean>>();
  readonly #scales: NodeJS.Timeout;

  constructor(policy: EgressPolicy, connector: Connector) {
    this.#policy = policy;
    this.#connector = connector;
    this.#scales = setInterval(() => this.#weigh(), WEIGH_EVERY_MS);
    this.#scales.unref();
  }

  /** A connection to the target, the upstream that is to be asked for it, or undefined with the failure noted. */
  async open(client: Socket, hostname: string, port: number): Promise<Socket | URL | undefined> {
    if (!(await this.#knows(client))) return undefined;
    const host = canonical(hostname);
    try {
      if (BROWSER_OWN_HOSTS.has(host)) throw refusal(host, block("the browser's own traffic", 'never'));
      const { upstream } = this.#policy.route(host, port);
      if (upstream !== undefined) {
        this.#judgeName(host, port);
        // The connection to the upstream is proxy-chain's own: what is passed on to the browser is weighed instead.
        // A browser asks for one thing after the other on it, of several hosts.
        const before = client.bytesWritten;
        this.#watch(client, host, () => client.bytesWritten - before);
        return upstream;
      }
      using gone = abortWith(client);
      const socket = await this.#connector.open(host, port, AbortSignal.any([this.#closing.signal, gone.signal]));
      this.#watch(socket, host, () => socket.bytesRead);
      return socket;
    } catch (thrown) {
      this.note(host, asLoupeError(thrown, this.#closing.signal));
      return undefined;
    }
  }

  note(host: string, error: LoupeError): void {
    this.#failures.push({ host: bareHost(host), error, at: Date.now() });
    if (this.#failures.length > FAILURES_MAX) this.#failures.shift();
  }

  /** The latest refusal or failure to connect for a host since `since` (`Date.now()`). */
  refusalFor(hostname: string, since: number): LoupeError | undefined {
    const host = bareHost(hostname);
    return this.#failures.findLast((failure) => failure.host === host && failure.at >= since)?.error;
  }

  close(): void {
    clearInterval(this.#scales);
    this.#closing.abort();
    for (const socket of this.#open.keys()) socket.destroy();
  }

  hangUp(host: string, silentMs: number): boolean {
    const isMute = ({ host: at, silent }: Connection) => at === host && silent * WEIGH_EVERY_MS >= silentMs;
    const mute = [...this.#open].filter(([, connection]) => isMute(connection));
    for (const [socket] of mute) socket.destroy();
    if (mute.length === 0) return false;
    this.hungUp.delete(host);
    this.hungUp.set(host, Date.now());
    const [oldest = ''] = this.hungUp.keys();
    if (this.hungUp.size > FAILURES_MAX) this.hungUp.delete(oldest);
    return true;
  }

  #judgeName(host: string, port: number): void {
    const verdict = this.#policy.judgeTarget(host, port);
    if (verdict.verdict === 'block') throw refusal(host, verdict);
  }

  #knows(client: Socket): Promise<boolean> {
    const known = this.#peers.get(client) ?? isOwnPeer(client);
    this.#peers.set(client, known);
    return known;
  }

  #watch(socket: Socket, host: string, bytes: () => number): void {
    const isWatched = this.#open.has(socket);
    this.#open.set(socket, { host, bytes, weighed: 0, silent: 0 });
    if (isWatched) return;
    socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
    // A connection that breaks before it has a user must not end the process.
    socket.on('error', () => {}).once('close', () => this.#open.delete(socket));
  }

  #weigh(): void {
    for (const [socket, connection] of this.#open) {
      const bytes = connection.bytes();
      if (bytes > CONNECTION_MAX_BYTES) socket.destroy();
      connection.silent = bytes === connection.weighed ? connection.silent + 1 : 0;
      connection.weighed = bytes;
    }
  }
}

/** proxy-chain hands hosts on as the client wrote them ("0x7f.1"); the policy knows the URL standard's form. */
export function canonical(hostname: string): string {
  return parseUrl(`http://${hostname}/`)?.hostname ?? '';
}

/** Aborts when the client goes, so that nothing is dialled for nobody. */
function abortWith(client: Socket): { signal: AbortSignal } & Disposable {
  const gone = new AbortController();
  const abort = () => gone.abort();
  client.once('close', abort);
  return { signal: gone.signal, [Symbol.dispose]: () => client.off('close', abort) };
}
