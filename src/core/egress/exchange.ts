/**
 * One request over undici's dispatchers, and its answer: the headers as soon as they are there, the body piece by piece. In
 * place of undici's `request`, whose body is a Node stream with all that belongs to one: some 3 % of a small page's call.
 */
import type { Dispatcher } from 'undici';

/** Pieces that wait to be taken; a server that has sent as much waits, too. */
const AHEAD_MAX_BYTES = 64 * 1024;
/** The rest of a body that is dropped to keep its connection may take so long. */
const DRAIN_TIMEOUT_MS = 1_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

/** A body on its way: taken to its end, or dropped. */
export class AnswerBody {
  readonly #controller: Dispatcher.DispatchController;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isEnded = false;
  #isDropped = false;
  #error: Error | undefined;
  #wake = () => {};

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  /** All that has come and was not taken, undefined at the end. Throws what broke it, once all that came before was taken. */
  async take(): Promise<Uint8Array | undefined> {
    while (this.#pieces.length === 0) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#isEnded || this.#isDropped) return undefined;
      const changed = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      // Not before all is taken: who reads a head rarely wants what follows.
      this.#controller.resume();
      await changed;
    }
    // A server may send a byte at a time.
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  /** Takes no more. What has come is dropped; the rest is waited for a while, or ends the connection. */
  drop(waitForRest: boolean): void {
    if (this.#isEnded || this.#isDropped) return;
    this.#isDropped = true;
    this.#pieces = [];
    this.#wake();
    if (waitForRest) {
      const timer = setTimeout(() => this.#end(), DRAIN_TIMEOUT_MS).unref();
      this.#wake = () => clearTimeout(timer);
    } else {
      // Nothing more is taken from the line: an end that has come already is told in this very turn.
      process.nextTick(() => this.#end());
    }
    this.#controller.resume();
  }

  #end(): void {
    if (!this.#isEnded && this.#error === undefined) this.#controller.abort(new Error('the rest was not wanted'));
  }

  /** For the exchange only. */
  add(piece: Buffer): void {
    if (this.#isDropped) return;
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= AHEAD_MAX_BYTES) this.#controller.pause();
    this.#wake();
  }

  /** For the exchange only. @param error undefined where the body is whole */
  finish(error?: Error): void {
    if (error === undefined) this.#isEnded = true;
    else this.#error ??= error;
    this.#wake();
  }
}

/**
 * Sends a request.
 * @param signal ends it, on the way to its headers and later: its reason is what is thrown
 * @throws undici's errors
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let body: AnswerBody | undefined;
    const finish = (error?: Error) => {
      signal.removeEventListener('abort', abort);
      body?.finish(error);
      if (error !== undefined) reject(error);
    };
    // undici hears an abort only once the connection stands: a TLS handshake that never comes would outlive the call.
    const abort = () => {
      finish(signal.reason);
      controller?.abort(signal.reason);
    };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) started.abort(signal.reason);
      },
      onResponseStart(started, status, headers) {
        // 103 and the like only announce the answer.
        if (status < 200) return;
        body = new AnswerBody(started);
        resolve({ status, headers, body });
      },
      onResponseData: (_started, piece) => body?.add(piece),
      onResponseEnd: () => finish(),
      onResponseError: (_started, error) => finish(error),
    });
  });
}
