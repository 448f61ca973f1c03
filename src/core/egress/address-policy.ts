/** Which hosts, ports and addresses may be reached, each verdict with its reason. Pure: nothing here asks the network. */
import { BlockList, isIP } from 'node:net';
import { ERROR_CODES, LoupeError } from '../errors.js';
import {
  ANY_HOST,
  bareHost,
  type EgressOptions,
  type HostPattern,
  type Mapping,
  parseEgressOptions,
} from './egress-options.js';
import { allow, type BlockRule, block, judgeAddress, type Verdict, withinNat64 } from './public-address.js';

/** The fetch standard's bad ports: services that could be spoken to by accident of their protocol. */
const BAD_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Names with an inner meaning on some machine or network, refused whatever they resolve to; each covers names below. */
const REFUSED_NAMES: readonly (readonly [name: string, reason: string])[] = [
  ['localhost', 'this machine (RFC 6761)'],
  ['localdomain', 'this machine'],
  ['localhost4', 'this machine'],
  ['localhost6', 'this machine'],
  ['localdomain4', 'this machine'],
  ['localdomain6', 'this machine'],
  ['ip6-localhost', 'this machine'],
  ['ip6-loopback', 'this machine'],
  ['local', 'the local network (RFC 6762)'],
  ['internal', 'a private network'],
  ['home.arpa', 'a home network (RFC 8375)'],
  ['svc', 'a Kubernetes service'],
  ['kubernetes.default', 'a Kubernetes service'],
  ['metadata.goog', 'cloud metadata'],
  ['metadata.tencentyun.com', 'cloud metadata'],
  ['metadata.packet.net', 'cloud metadata'],
  ['metadata.platformequinix.com', 'cloud metadata'],
  ['metadata', 'cloud metadata'],
  ['instance-data', 'cloud metadata'],
  ['rancher-metadata', 'cloud metadata'],
  ['kubernetes', 'a Kubernetes service'],
];

/** Where a connection to a target goes. */
export interface Route {
  readonly host: string;
  readonly port: number;
  /** The operator named this target: its addresses need not be public. */
  readonly vouched: boolean;
  /** The upstream proxy that is to be asked, which then resolves the name itself. */
  readonly upstream: URL | undefined;
}

export interface EgressPolicy {
  /** By scheme, port, name and literal address; a name's answers are still to be judged. */
  judgeUrl(url: URL, answered?: boolean): Verdict;
  /** As `judgeUrl`, for a host and port. `answered`: the answers for the name are at hand, no resolver is asked. */
  judgeTarget(hostname: string, port: number, answered?: boolean): Verdict;
  /** One answer for the host of a route. */
  judgeAnswer(route: Route, address: string): Verdict;
  route(hostname: string, port: number): Route;
  /** What --resolve says about a name. */
  answersFor(hostname: string, port: number): readonly string[] | undefined;
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

type Refused = Extract<Verdict, { verdict: 'block' }>;

/** Of addresses that are no web pages, and of ports that browsers refuse. */
export const NOT_TO_BE_OPENED = 'Use another address: no option opens this one.';

const NEXT_STEPS: Readonly<Record<BlockRule, string>> = {
  block_host: 'The operator has closed this host with --block-host; use another source.',
  never: NOT_TO_BE_OPENED,
  not_public: ERROR_CODES.blocked_address,
};

/** The one refusal. What a name resolved to is not the caller's to know: that is in the cause only. */
export function refusal(hostname: string, verdict: Refused, resolvedTo?: string): LoupeError {
  const host = bareHost(hostname);
  const isOwnName = resolvedTo === undefined || resolvedTo === host;
  const of = verdict.rule === 'block_host' ? 'is in --block-host' : 'is not public';
  const own = host === '' ? verdict.reason : verdict.reason.replace(`${host} `, 'it ');
  const reason = isOwnName ? own : `an address of it ${of}`;
  return new LoupeError('blocked_address', `${host === '' ? 'this address' : host} may not be reached: ${reason}`, {
    next: NEXT_STEPS[verdict.rule],
    cause: new Error(verdict.reason),
  });
}

/** @throws LoupeError `invalid_input` for a malformed entry */
export function createPolicy(options: EgressOptions): EgressPolicy {
  const rules = parseEgressOptions(options);
  const blocked = new BlockList();
  for (const { address, bits } of rules.blockRanges) blocked.addSubnet(address, bits, family(address));
  for (const { host, port } of rules.block)
    if (isIP(host) && port === undefined) blocked.addAddress(host, family(host));
  // A look into a BlockList costs 80 µs, and each hop of each request would pay for it.
  const isListed = (address: string) => isIP(address) !== 0 && blocked.check(address, family(address));
  const isBlocked =
    blocked.rules.length === 0 ? () => false : (host: string) => isListed(host) || isListed(withinNat64(host) ?? '');

  const isAllowed = (host: string, port: number) => rules.allow.some((pattern) => matches(pattern, host, port));
  const mappingFor = (host: string, port: number) => rules.mappings.find(({ from }) => matches(from, host, port));
  const answersFor = (host: string, port: number) =>
    rules.answers.get(`${host}:${port}`) ?? (isIP(host) === 0 ? rules.answers.get(`${ANY_HOST}:${port}`) : undefined);

  function judgeTarget(hostname: string, port: number, answered = false): Verdict {
    const host = bareHost(hostname);
    if (host === '' || host.split('.').includes('')) return block('the host is no valid name', 'never');
    if (BAD_PORTS.has(port)) return block(`port ${port} is one that browsers refuse`, 'never');
    if (rules.block.some((pattern) => covers(pattern, host, port)))
      return block(`${host} is in --block-host`, 'block_host');
    if (isBlocked(host)) return block(`${host} is in --block-host`, 'block_host');
    if (isAllowed(host, port)) return allow(`${host} is in --allow-host`);
    if (isNamedBy(mappingFor(host, port))) return allow(`${host} is in --connect-to`);
    if (isIP(host)) return judgeAddress(host);
    return judgeName(host, answered || answersFor(host, port) !== undefined);
  }

  return {
    judgeTarget,
    judgeUrl(url, answered) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        return block(`${url.protocol} is not http: or https:`, 'never');
      return judgeTarget(url.hostname, portOf(url), answered);
    },
    judgeAnswer(route, address) {
      if (isBlocked(address)) return block(`${address} is in --block-host`, 'block_host');
      return route.vouched ? allow(`${route.host} is permitted by the operator`) : judgeAddress(address);
    },
    route(hostname, port) {
      const host = bareHost(hostname);
      const to = mappingFor(host, port)?.to;
      const vouched = to?.host !== undefined || isAllowed(host, port);
      const upstream = vouched ? undefined : rules.upstream;
      return { host: to?.host ?? host, port: to?.port ?? port, vouched, upstream };
    },
    answersFor: (hostname, port) => answersFor(bareHost(hostname), port),
  };
}

function judgeName(host: string, answered: boolean): Verdict {
  const refused = REFUSED_NAMES.find(([name]) => host === name || host.endsWith(`.${name}`));
  if (refused !== undefined) return block(`${host} names ${refused[1]}`);
  // A resolver completes a single label by its search list: it means a host of the operator's own network.
  if (!host.includes('.') && !answered) return block(`${host} is a single label, a name of the local network`);
  return allow(`${host} is a public name`);
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

type Pattern = HostPattern | Mapping['from'];

function matches(pattern: Pattern, host: string, port: number): boolean {
  return (pattern.host ?? host) === host && (pattern.port ?? port) === port;
}

/** A blocked name blocks the names below it too. */
function covers(pattern: HostPattern, host: string, port: number): boolean {
  return matches(pattern, host, port) || (host.endsWith(`.${pattern.host}`) && (pattern.port ?? port) === port);
}

/** A mapping of "any host" is no word about this one: names and addresses that are refused stay refused under it. */
function isNamedBy(mapping: Mapping | undefined): boolean {
  return mapping?.from.host !== undefined && mapping.to.host !== undefined;
}
