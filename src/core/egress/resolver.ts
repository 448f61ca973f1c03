/**
 * The addresses of a name. The system is asked first: it alone knows the hosts file, VPNs and private zones. But libuv gives
 * two threads to such questions, and one about a name whose servers are silent holds a thread for 10 s and more: two dead
 * links would fail all other names of the process. What has to wait is asked of the name servers, too.
 */
import { lookup, Resolver as NameServers } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The addresses of a name, best first. Rejects where there are none. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

/** A resolver that waits for a dead name server takes 5 s a try; one try has to be enough. */
export const DNS_TIMEOUT_MS = 6_000;
/** As libuv has it: half of its four threads. What waits beyond is kept here, where it can be dropped. */
const AT_A_TIME = 2;
/** The system answers from a cache at once, from the network in a tenth of a second. */
const DIRECT_AFTER_MS = 300;
/** Two tries are over before a caller gives up. */
const DIRECT = { timeout: 2_000, tries: 2 };

interface Waiting {
  readonly begin: () => void;
  readonly drop: () => void;
  readonly sinceMs: number;
}

/** @param system may hang, @param direct is asked when it does; what either says is still to be judged */
export function createResolver(system: Resolver, direct: Resolver): Resolver {
  const waiting: Waiting[] = [];
  let running = 0;

  function next(): void {
    while (running < AT_A_TIME) {
      const first = waiting.shift();
      if (first === undefined) return;
      // Whoever asked has given up by now.
      if (performance.now() - first.sinceMs > DNS_TIMEOUT_MS) first.drop();
      else first.begin();
    }
  }

  function askSystem(hostname: string): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        running++;
        const answer = system(hostname).finally(() => {
          running--;
          next();
        });
        answer.then(resolve, reject);
      };
      const drop = () => reject(new Error(`no thread was free to ask for ${hostname}`));
      waiting.push({ begin, drop, sinceMs: performance.now() });
      next();
    });
  }

  return async (hostname) => {
    const answered = new AbortController();
    const fromSystem = askSystem(hostname);
    const fromServers = sleep(DIRECT_AFTER_MS, undefined, { signal: answered.signal }).then(() => direct(hostname));
    // That the name servers know no such name says nothing of the system, which may.
    const found = fromServers.catch(() => fromSystem);
    return await Promise.race([fromSystem, found]).finally(() => answered.abort());
  };
}

async function askSystemResolver(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true, verbatim: true });
  return answers.map((answer) => answer.address);
}

async function askNameServers(hostname: string): Promise<readonly string[]> {
  const servers = new NameServers(DIRECT);
  const asked = await Promise.allSettled([servers.resolve4(hostname), servers.resolve6(hostname)]);
  const addresses = asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length === 0) throw new Error(`the name servers know no address of ${hostname}`);
  return addresses;
}

export const systemResolver: Resolver = createResolver(askSystemResolver, askNameServers);
