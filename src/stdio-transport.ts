/**
 * MCP's stdio framing (specification, "Transports"): one JSON message a line. In place of the SDKs' own transports, which
 * read each message by their schemas before the protocol reads it once more, look at all of an unfinished line again with
 * each chunk (5 s for 30 MB), and refuse lines of more than 10 MB, which is less than the `html` that a call may bring
 * takes as JSON.
 */
import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { parseJson } from './core/json.js';

const NEWLINE = 10;
/** Of one message. */
const MESSAGE_MAX_MB = 32;
export const MESSAGE_MAX_BYTES = MESSAGE_MAX_MB * 1024 * 1024;
/** The one revision with JSON-RPC's batches, and a server of it must take them (base protocol, "Batching"). */
const BATCH_REVISION = '2025-03-26';
/** As over HTTP: each message of a longer one could have an answer ten times as long. */
const BATCH_MAX = 100;

/** The requests of one line, whose answers are one line too (JSON-RPC 2.0, section 6). */
interface Batch {
  readonly open: Set<unknown>;
  readonly answers: object[];
}

export class StdioTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onerror?: Transport['onerror'];
  onclose?: Transport['onclose'];
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #onTooLong: (error: Error) => void;
  /** The beginning of a line that is not whole yet. */
  #held: Buffer[] = [];
  #bytes = 0;
  #revision: string | undefined;
  readonly #batches = new Set<Batch>();

  /** The end of the input is not told: the SDKs would close at once, and the last answers with it. */
  constructor(input: Readable, output: Writable, onTooLong: (error: Error) => void) {
    this.#input = input;
    this.#output = output;
    this.#onTooLong = onTooLong;
  }

  /** What the client has asked to speak. */
  get revision(): string | undefined {
    return this.#revision;
  }

  async start(): Promise<void> {
    this.#input.on('data', this.#read).resume();
  }

  /** Resolves when the message is in the pipe; rejects when nobody reads it any more. */
  async send(message: object): Promise<void> {
    const id = isAnswer(message) && 'id' in message ? message.id : undefined;
    const batch = this.#batchOf(id);
    if (batch === undefined) return await this.#write(message);
    batch.answers.push(message);
    await this.#settle(batch, id);
  }

  #write(message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#output.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    this.#input.off('data', this.#read).pause();
    this.#held = [];
    // The answers that a batch has are with nobody yet, and those it waits for do not come any more.
    for (const batch of this.#batches) this.#end(batch).catch(() => {});
    this.onclose?.();
  }

  readonly #read = (chunk: Buffer): void => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...this.#held, chunk.subarray(start, end)])
        .toString()
        .trim();
      this.#held = [];
      this.#bytes = 0;
      start = end + 1;
      if (line !== '') this.#tell(line);
    }
    this.#held.push(chunk.subarray(start));
    this.#bytes += chunk.length - start;
    if (this.#bytes <= MESSAGE_MAX_BYTES) return;
    this.#input.off('data', this.#read).pause();
    this.#held = [];
    this.#onTooLong(new Error(`a message of more than ${MESSAGE_MAX_MB} MB is not read; the server ends`));
  };

  #tell(line: string): void {
    const given = parseJson(line);
    const isBatch =
      this.#revision === BATCH_REVISION && Array.isArray(given) && given.length > 0 && given.length <= BATCH_MAX;
    const all = isBatch ? given.map(read) : [read(given)];
    // The SDKs pass over in silence what is no message, and who wrote it waits for its answer.
    const answers = all.flatMap(({ refused }) =>
      refused === undefined ? [] : { jsonrpc: '2.0', id: null, ...refused },
    );
    const messages = all.flatMap(({ message }) => message ?? []);
    if (isBatch) this.#open({ open: new Set(messages.flatMap(idOfRequest)), answers });
    else for (const answer of answers) this.#write(answer).catch(() => {});
    for (const message of messages) this.#pass(message);
  }

  #pass(message: JSONRPCMessage): void {
    if ('method' in message && message.method === 'initialize')
      this.#revision = String(message.params?.['protocolVersion']);
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
    if (!('method' in message) || message.method !== 'notifications/cancelled') return;
    // It is not answered, and the others of its line are not to wait for it.
    const id = message.params?.['requestId'];
    const batch = this.#batchOf(id);
    if (batch !== undefined) this.#settle(batch, id).catch(() => {});
  }

  #batchOf(id: unknown): Batch | undefined {
    for (const batch of this.#batches) if (batch.open.has(id)) return batch;
    return undefined;
  }

  #open(batch: Batch): void {
    this.#batches.add(batch);
    this.#settle(batch).catch(() => {});
  }

  async #settle(batch: Batch, id?: unknown): Promise<void> {
    batch.open.delete(id);
    if (batch.open.size === 0) await this.#end(batch);
  }

  async #end(batch: Batch): Promise<void> {
    this.#batches.delete(batch);
    if (batch.answers.length > 0) await this.#write(batch.answers);
  }
}

/** JSON-RPC 2.0, section 5.1 */
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

type Read = { message: JSONRPCMessage; refused?: never } | { message?: never; refused: object };

function read(message: unknown): Read {
  if (message === undefined) return { refused: { error: { code: PARSE_ERROR, message: 'the line is no JSON' } } };
  // An answer is never answered: two that cannot read each other would go on for ever.
  return isAnswer(message) ? { message } : taken(message);
}

function idOfRequest(message: JSONRPCMessage): unknown[] {
  return 'method' in message && 'id' in message ? [message.id] : [];
}

function isAnswer(message: unknown): message is JSONRPCMessage {
  return isObject(message) && message.method === undefined && ('result' in message || 'error' in message);
}

/**
 * What the protocol's SDKs take (base protocol, "Messages"): without members that JSON-RPC does not know, and without null,
 * which some clients write for what they leave out.
 */
function taken(message: unknown): Read {
  if (Array.isArray(message))
    return refused(`batches are taken in revision ${BATCH_REVISION} alone, of up to ${BATCH_MAX} messages`);
  if (!isObject(message)) return refused('expected a JSON-RPC message, an object');
  const { jsonrpc, id, method, params } = message;
  const whose = isId(id) ? { id } : undefined;
  if (jsonrpc !== '2.0') return refused('jsonrpc: expected "2.0"', whose);
  if (typeof method !== 'string') return refused('method: expected string', whose);
  const isNotice = id === undefined || (id === null && method.startsWith('notifications/'));
  if (!isNotice && whose === undefined) return refused('id: expected string or integer');
  if (params === undefined || params === null) return { message: { jsonrpc, ...whose, method } };
  if (!isObject(params)) return refused('params: expected object', whose);
  const { _meta } = params;
  if (_meta !== undefined && !isObject(_meta)) return refused('params._meta: expected object', whose);
  if (_meta?.progressToken !== undefined && !isId(_meta.progressToken))
    return refused('params._meta.progressToken: expected string or integer', whose);
  return { message: { jsonrpc, ...whose, method, params } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

function refused(message: string, whose?: { id: string | number }): Read {
  return { refused: { ...whose, error: { code: INVALID_REQUEST, message } } };
}
