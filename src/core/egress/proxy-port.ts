/**
 * A port on loopback that is open before what answers on it has loaded: Chromium is told its proxy when it starts, and asks
 * it for nothing before its first page.
 */
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';

/** A browser keeps idle connections for five minutes; a page that is waited for speaks within its own time limit. */
export const IDLE_TIMEOUT_MS = 120_000;

export class ProxyPort implements Disposable {
  /** For the browser's proxy option: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly #listener: Server;
  #server: HttpServer | undefined;

  private constructor(listener: Server) {
    const address = listener.address();
    this.#listener = listener;
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    listener.on('connection', (socket: Socket) => {
      // Whoever comes before anything can answer is no page of ours.
      if (this.#server === undefined) socket.destroy();
      // node:http's own limit for what never sends its headers counts where it listens itself only.
      else this.#server.emit('connection', socket.setTimeout(IDLE_TIMEOUT_MS));
    });
  }

  static async open(): Promise<ProxyPort> {
    // As node:http opens its own. Without a host it would listen on every interface.
    const listener = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new ProxyPort(listener);
  }

  /** Hands over every connection from now on ("connection" of node:http's server may be emitted by its user). */
  serve(server: HttpServer): void {
    this.#server = server;
  }

  [Symbol.dispose](): void {
    this.#server = undefined;
    this.#listener.close();
  }
}
