/** Memory of a server under test: its heap by the inspector, after a collection, and what its processes hold. */
import { readFileSync } from 'node:fs';
import type { WebSocket as WebSocketClass } from 'undici';
import { descendants, within } from '../tests/helpers/processes.js';

export interface ServerMemory {
  /** Bytes in use after a full collection. */
  heapUsed(): Promise<number>;
  close(): void;
}

/** The server was started with `--inspect=127.0.0.1:0` and told where on stderr. */
export async function serverMemory(Socket: typeof WebSocketClass, stderr: () => string): Promise<ServerMemory> {
  const address = () => /Debugger listening on (ws:\S+)/.exec(stderr())?.[1];
  if (!(await within(5_000, () => address() !== undefined))) throw new Error('the inspector did not start');
  const socket = new Socket(address() ?? '');
  const waiting = new Map<number, (result: { usedSize?: number }) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('no connection to the inspector')));
  });
  let lastId = 0;
  const ask = (method: string) =>
    new Promise<{ usedSize?: number }>((resolve) => {
      waiting.set(++lastId, resolve);
      socket.send(JSON.stringify({ id: lastId, method }));
    });
  return {
    async heapUsed() {
      await ask('HeapProfiler.enable');
      // What a first collection finalises a second one frees.
      await ask('HeapProfiler.collectGarbage');
      await ask('HeapProfiler.collectGarbage');
      return (await ask('Runtime.getHeapUsage')).usedSize ?? 0;
    },
    close: () => socket.close(),
  };
}

/** Bytes held now by the server's process, and by the browsers below it with what they share counted once. */
export function residentBytes(pid: number): { node: number; browsers: number } {
  const below = descendants(pid).filter(({ command }) => /chrom|headless_shell|edge/i.test(command));
  return {
    node: kilobytes(pid, 'Rss') * 1024,
    browsers: below.reduce((sum, one) => sum + kilobytes(one.pid, 'Pss'), 0) * 1024,
  };
}

function kilobytes(pid: number, field: 'Rss' | 'Pss'): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  } catch {
    // It has just ended.
    return 0;
  }
}
