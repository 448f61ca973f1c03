/**
 * MCP's stdio framing (specification, "Transports"): one JSON message a line. In place of the SDKs' own transports, which
 * read each message by their schemas before the protocol reads it once more, look at all of an unfinished line again with
 * each chunk (5 s for 30 MB), and refuse lines of more than 10 MB, which is less than the `html` that a call may bring
 * takes as JSON.
 */
import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

const NEWLINE = 10;
/** Of one message. */
const MESSAGE_MAX_MB = 32;
export const MESSAGE_MAX_BYTES = MESSAGE_MAX_MB * 1024 * 1024;

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

  /** The end of the input is not told: the SDKs would close at once, and the last answers with it. */
  constructor(input: Readable, output: Writable, onTooLong: (error: Error) => void) {
    this.#input = input;
    this.#output = output;
    this.#onTooLong = onTooLong;
  }

  async start(): Promise<void> {
    this.#input.on('data', this.#read).resume();
  }

  /** Resolves when the message is in the pipe; rejects when nobody reads it any more. */
  send(message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#output.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    this.#input.off('data', this.#read).pause();
    this.#held = [];
    this.onclose?.();
  }

  readonly #read = (chunk: Buffer): void => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...this.#held, chunk.subarray(start, end)]).toString();
      this.#held = [];
      this.#bytes = 0;
      start = end + 1;
      if (line.trim() !== '') this.#tell(line);
    }
    this.#held.push(chunk.subarray(start));
    this.#bytes += chunk.length - start;
    if (this.#bytes <= MESSAGE_MAX_BYTES) return;
    this.#input.off('data', this.#read).pause();
    this.#held = [];
    this.#onTooLong(new Error(`a message of more than ${MESSAGE_MAX_MB} MB is not read; the server ends`));
  };

  #tell(line: string): void {
    const { message, refused } = read(line);
    // The SDKs pass over in silence what is no message, and who wrote it waits for its answer.
    if (refused !== undefined) {
      this.send({ jsonrpc: '2.0', id: null, ...refused }).catch(() => {});
      return;
    }
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** JSON-RPC 2.0, section 5.1 */
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

type Read = { message: JSONRPCMessage; refused?: never } | { message?: never; refused: object };

function read(line: string): Read {
  try {
    const message = JSON.parse(line);
    const { wrong, ...whose } = fault(message);
    return wrong === undefined
      ? { message }
      : { refused: { ...whose, error: { code: INVALID_REQUEST, message: wrong } } };
  } catch {
    return { refused: { error: { code: PARSE_ERROR, message: 'the line is no JSON' } } };
  }
}

/** What makes it no message that the protocol's SDKs take (base protocol, "Messages"), and whose answer that is. */
function fault(message: unknown): { id?: unknown; wrong?: string } {
  if (Array.isArray(message)) return { wrong: 'batches are not taken: one message a line' };
  if (typeof message !== 'object' || message === null) return { wrong: 'expected a JSON-RPC message, an object' };
  const { jsonrpc, id, method, params }: Record<string, unknown> = { ...message };
  // An answer is never answered: two that cannot read each other would go on for ever.
  if ('result' in message || 'error' in message) return {};
  const hasId = typeof id === 'string' || Number.isInteger(id);
  const whose = hasId ? { id } : {};
  if (jsonrpc !== '2.0') return { ...whose, wrong: 'jsonrpc: expected "2.0"' };
  if (typeof method !== 'string') return { ...whose, wrong: 'method: expected string' };
  if (id !== undefined && !hasId) return { wrong: 'id: expected string or integer' };
  const isNamed = typeof params === 'object' && params !== null && !Array.isArray(params);
  return params === undefined || isNamed ? {} : { ...whose, wrong: 'params: expected object' };
}
