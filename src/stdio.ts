/** Serving over stdio. The client's first line tells which revision it speaks, and only that SDK is loaded. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './core/is-alive.js';
import { createMethods, type Methods, type ServerSetup } from './methods.js';
import { createServer } from './server.js';
import { MESSAGE_MAX_BYTES, StdioTransport } from './stdio-transport.js';

/**
 * A client that has written all it wanted and closed its end (`printf … | webloupe`) gets its answers; one that waits for
 * the server's end sends SIGTERM after 2 s, as the SDKs do.
 */
const LAST_ANSWERS_MS = 30_000;
/** Nobody reads any more: what is nearly there is let end in order. */
const UNREAD_ANSWERS_MS = 1_000;
/** How often it is looked whether the client's process is still there: a pipe whose reader is gone says so to a writer alone. */
const CLIENT_LOOK_MS = 250;
const NEWLINE = 10;
/** A client that has the list shows it first; a model takes longer to its first call. Loading sooner would delay the list. */
const LOAD_AFTER_MS = 100;
const MODERN_OPENING = /"method"\s*:\s*"server\/discover"|"io\.modelcontextprotocol\/protocolVersion"\s*:/;

/** Serves until stdin ends or the pipe to the client breaks. @returns the exit code: 1 when a message was too long */
export async function serveStdio(setup: Omit<ServerSetup, 'local'>): Promise<number> {
  const { ppid } = process;
  let end = () => {};
  const unread = new Promise<void>((resolve) => {
    end = resolve;
    // EPIPE. Without a listener it would end the process as a defect.
    process.stdout.on('error', () => resolve());
  });
  const written = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
  const ended = Promise.race([unread, written]);
  if (process.stdin.isTTY)
    process.stderr.write('webloupe: this is an MCP server; a client writes here. For people: webloupe --help\n');
  const opening = await Promise.race([firstLine(), ended]);
  if (opening === undefined) return 0;
  let code = 0;
  const { methods, settled } = watched(createMethods({ ...setup, local: true }));
  const transport = new StdioTransport(process.stdin, process.stdout, ({ message }) => {
    process.stderr.write(`webloupe: ${message}\n`);
    code = 1;
    end();
  });
  const close = MODERN_OPENING.test(opening)
    ? await serveModern(methods, transport)
    : await serveLegacy(methods, transport, end);
  await ended;
  const answered = settled();
  await Promise.race([answered, unread, clientGone(ppid), sleep(LAST_ANSWERS_MS)]);
  await Promise.race([answered, sleep(UNREAD_ANSWERS_MS)]);
  await close();
  return code;
}

/** Resolves once the process that started this one has ended: another is its parent then, or on Windows none. */
async function clientGone(ppid: number): Promise<void> {
  while (process.ppid === ppid && isAlive(ppid)) await sleep(CLIENT_LOOK_MS);
}

/** The same methods, and when every answer under way has been given. */
function watched(methods: Methods): { methods: Methods; settled(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  const watch = <T>(work: Promise<T>): Promise<T> => {
    const done = work.then(nextTurn, nextTurn).finally(() => running.delete(done));
    running.add(done);
    return work;
  };
  return {
    methods: {
      ...methods,
      listTools: () => {
        // What cannot be loaded ahead (too many open files, an update under way) is said by the call that needs it.
        setTimeout(() => methods.load().catch(() => {}), LOAD_AFTER_MS).unref();
        return watch(methods.listTools());
      },
      callTool: (...call) => watch(methods.callTool(...call)),
      listResources: (...call) => watch(methods.listResources(...call)),
      readResource: (...call) => watch(methods.readResource(...call)),
    },
    async settled() {
      // What has just been read reaches its method some turns later.
      for (let turn = 0; turn < 5 || running.size > 0; turn++)
        await (running.size > 0 ? Promise.all(running) : nextTurn());
    },
  };
}

async function serveLegacy(methods: Methods, transport: StdioTransport, onclose: () => void) {
  const server = createServer(methods, () => transport.revision);
  server.onclose = onclose;
  await server.connect(transport);
  return () => server.close();
}

async function serveModern(methods: Methods, transport: StdioTransport) {
  const [{ serveStdio: serve }, { createModernServer }] = await Promise.all([
    import('@modelcontextprotocol/server/stdio'),
    import('./modern-server.js'),
  ]);
  const handle = serve(({ era }) => createModernServer(methods, era), { transport });
  return () => handle.close();
}

/** The client's first line, which stays in the stream; stdin is paused then. */
function firstLine(): Promise<string> {
  const { stdin } = process;
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    const read = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (!chunk.includes(NEWLINE) && bytes < MESSAGE_MAX_BYTES) return;
      stdin.off('data', read);
      stdin.pause();
      const held = Buffer.concat(chunks);
      stdin.unshift(held);
      const end = held.indexOf(NEWLINE);
      resolve(held.toString('utf8', 0, end === -1 ? held.length : end));
    };
    stdin.on('data', read);
  });
}
