/** Processes below another, by /proc: what a closed server must not leave behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessInfo {
  pid: number;
  parent: number;
  command: string;
}

/** Undefined where there is none, or only a zombie, which waits for its parent and is dead. */
function processOf(pid: number | string): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid: Number(pid), parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processOf(pid) ?? []);

/** Every process below `pid`, at any depth. */
export function descendants(pid: number): ProcessInfo[] {
  const all = processes();
  const found: ProcessInfo[] = [];
  const look = (parent: number) => {
    for (const one of all.filter((other) => other.parent === parent)) {
      found.push(one);
      look(one.pid);
    }
  };
  look(pid);
  return found;
}

export const isAlive = (pid: number): boolean => processOf(pid) !== undefined;

/** Waits until the condition holds; false when it does not within `ms`. */
export async function within(ms: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (await holds()) return true;
    await sleep(25);
  }
  return await holds();
}
