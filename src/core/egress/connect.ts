/** The one way to a TCP connection: judge the target, resolve once, judge every answer, dial what was judged. */
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { underSignal, withDeadline } from '../call.js';
import { LoupeError, systemCode } from '../errors.js';
import { type EgressPolicy, type Route, refusal } from './address-policy.js';
import { DNS_TIMEOUT_MS, type Resolver, systemResolver } from './resolver.js';

/** A handshake needs one round trip; 10 s leaves room for two lost SYNs (1 s and 3 s) on a slow line. */
const CONNECT_TIMEOUT_MS = 10_000;
/** RFC 8305: how long an address may take before the next one is tried as well. */
const NEXT_ADDRESS_AFTER_MS = 250;

export interface Connector {
  /**
   * A connected socket, owned by the caller. `hostname` is dialled by the policy's route, never through an upstream.
   * @throws LoupeError `blocked_address`, `dns_failed`, `connect_failed`, or the signal's reason
   */
  open(hostname: string, port: number, signal: AbortSignal): Promise<Socket>;
  /** The judged addresses of a target, nothing dialled. Throws as `open` does. */
  addresses(hostname: string, port: number, signal: AbortSignal): Promise<readonly string[]>;
}

export function createConnector(policy: EgressPolicy, resolver: Resolver = systemResolver): Connector {
  /** Connections that start at the same time share one answer; nothing is remembered beyond it. */
  const asking = new Map<string, Promise<readonly string[]>>();

  function ask(hostname: string): Promise<readonly string[]> {
    const known = asking.get(hostname);
    if (known !== undefined) return known;
    const answer = resolver(hostname).finally(() => asking.delete(hostname));
    asking.set(hostname, answer);
    return answer;
  }

  async function resolveRoute(route: Route, signal: AbortSignal): Promise<readonly string[]> {
    if (isIP(route.host) !== 0) return [route.host];
    const answers = policy.answersFor(route.host, route.port) ?? (await resolved(route, signal));
    if (answers.length === 0) throw new LoupeError('dns_failed', `the name ${route.host} has no address`);
    return answers;
  }

  async function resolved(route: Route, signal: AbortSignal): Promise<readonly string[]> {
    const late = new LoupeError('dns_failed', `the name server did not answer for ${route.host}`);
    using deadline = withDeadline(signal, DNS_TIMEOUT_MS, () => late);
    return await underSignal(ask(route.host), deadline).catch((error: unknown) => {
      if (deadline.aborted) throw deadline.reason;
      throw new LoupeError('dns_failed', `the name ${route.host} does not resolve`, { cause: error });
    });
  }

  async function judged(hostname: string, port: number, route: Route, signal: AbortSignal) {
    const verdict = policy.judgeTarget(hostname, port);
    if (verdict.verdict === 'block') throw refusal(hostname, verdict);
    const answers = await resolveRoute(route, signal);
    // One answer that is not public refuses the whole name: who mixes them is after a client that tries the next.
    for (const address of answers) {
      const answer = policy.judgeAnswer(route, address);
      if (answer.verdict === 'block') throw refusal(hostname, answer, address);
    }
    return answers;
  }

  return {
    addresses: (hostname, port, signal) => judged(hostname, port, policy.route(hostname, port), signal),
    async open(hostname, port, signal) {
      const route = policy.route(hostname, port);
      const addresses = await judged(hostname, port, route, signal);
      return dial(addresses, route.port, hostname, signal);
    },
  };
}

/** Happy eyeballs over the given addresses and no others. */
async function dial(addresses: readonly string[], port: number, name: string, signal: AbortSignal): Promise<Socket> {
  const slow = new LoupeError('connect_failed', `${name} port ${port} did not answer in ${CONNECT_TIMEOUT_MS} ms`);
  using deadline = withDeadline(signal, CONNECT_TIMEOUT_MS, () => slow);
  deadline.throwIfAborted();
  const pinned: LookupFunction = (_hostname, options, done) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    const first = all[0];
    if (options.all) done(null, all);
    else if (first !== undefined) done(null, first.address, first.family);
  };
  // The name is a label here: `lookup` is asked for it and knows the judged addresses only. It must not look like an
  // address, for which no lookup is asked.
  const socket = connect({
    host: 'judged.invalid',
    port,
    lookup: pinned,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    noDelay: true,
  });
  try {
    await underSignal(connected(socket), deadline);
    return socket;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    if (deadline.aborted) throw deadline.reason;
    const code = errorCode(error);
    throw new LoupeError('connect_failed', `no connection to ${name} port ${port} (${code})`, { cause: error });
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

/** The system's word for a failure ("ECONNREFUSED"), or the error's own name. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  return systemCode(error) ?? (error instanceof Error ? error.name : String(error));
}
