/** Which addresses are on the public internet, by IANA's special-purpose address registries. Pure. */
import { BlockList, isIP } from 'node:net';

export type Verdict =
  | { readonly verdict: 'allow'; readonly reason: string }
  | { readonly verdict: 'block'; readonly reason: string; readonly rule: BlockRule };

/** What refused: the operator's --block-host, what nobody can open (ports, schemes), or that the target is not public. */
export type BlockRule = 'block_host' | 'never' | 'not_public';

export function allow(reason: string): Verdict {
  return { verdict: 'allow', reason };
}

export function block(reason: string, rule: BlockRule = 'not_public'): Verdict & { readonly verdict: 'block' } {
  return { verdict: 'block', reason, rule };
}

type Group = readonly [reason: string, ranges: readonly (readonly [address: string, bits: number])[]];

/**
 * IPv4: everything is public but what the registry does not call globally reachable, multicast, the reserved top, and
 * two addresses that clouds answer on. AS112 and AMT (192.31.196, 192.52.193, 192.175.48) are globally reachable.
 */
const REFUSED_V4: readonly Group[] = [
  ['an address of this host', [['0.0.0.0', 8]]],
  ['a loopback address', [['127.0.0.0', 8]]],
  ['a private address', [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]]], // biome-ignore format: one group, one line
  ['a carrier-grade NAT address', [['100.64.0.0', 10]]],
  ['a link-local address, where clouds serve metadata', [['169.254.0.0', 16]]],
  // Azure's wire server: public space, yet it answers inside the cloud's network only.
  ["a cloud's service address", [['168.63.129.16', 32]]],
  ['reserved for protocols', [['192.0.0.0', 24], ['192.88.99.0', 24]]], // biome-ignore format: one group, one line
  ['reserved for benchmarks', [['198.18.0.0', 15]]],
  ['reserved for documentation', [['192.0.2.0', 24], ['198.51.100.0', 24], ['203.0.113.0', 24]]], // biome-ignore format: one group, one line
  ['a multicast address', [['224.0.0.0', 4]]],
  ['reserved', [['240.0.0.0', 4]]],
];

/** IPv6: the one block that IANA has allocated for global unicast is allowed, less these parts of it. */
const GLOBAL_UNICAST_V6: Group = ['global unicast', [['2000::', 3]]];
const REFUSED_V6: readonly Group[] = [
  ['reserved for protocols (Teredo, ORCHID, benchmarks)', [['2001::', 23]]],
  ['reserved for documentation', [['2001:db8::', 32], ['3fff::', 20]]], // biome-ignore format: one group, one line
  ['a 6to4 address', [['2002::', 16]]],
  ['returned to IANA (6bone)', [['3ffe::', 16]]],
];

/** RFC 6052's well-known prefix: networks with DNS64 answer with it for every IPv4 host, so the IPv4 inside decides. */
const NAT64 = rangeList('ipv6', ['NAT64', [['64:ff9b::', 96]]]);
const GLOBAL_V6 = rangeList('ipv6', GLOBAL_UNICAST_V6);
const LISTS_V4 = REFUSED_V4.map((group) => ({ reason: group[0], list: rangeList('ipv4', group) }));
const LISTS_V6 = REFUSED_V6.map((group) => ({ reason: group[0], list: rangeList('ipv6', group) }));

function rangeList(family: 'ipv4' | 'ipv6', group: Group): BlockList {
  const list = new BlockList();
  for (const [address, bits] of group[1]) list.addSubnet(address, bits, family);
  return list;
}

/** Whether an address, in any spelling that a resolver or the URL standard gives, is on the public internet. */
export function judgeAddress(address: string): Verdict {
  const family = isIP(address);
  // A zone ("fe80::1%eth0") is only ever written for addresses that are not global.
  if (family === 0 || address.includes('%')) return block(`${address} is not a plain IP address`);
  if (family === 4) return judgeIn(LISTS_V4, address, 'ipv4');
  const inside = withinNat64(address);
  if (inside !== undefined) return judgeAddress(inside);
  if (!GLOBAL_V6.check(address, 'ipv6')) return block(`${address} is outside of 2000::/3, the global unicast block`);
  return judgeIn(LISTS_V6, address, 'ipv6');
}

function judgeIn(
  lists: readonly { reason: string; list: BlockList }[],
  address: string,
  family: 'ipv4' | 'ipv6',
): Verdict {
  const hit = lists.find(({ list }) => list.check(address, family));
  return hit === undefined ? allow(`${address} is public`) : block(`${address} is ${hit.reason}`);
}

/** The IPv4 address that a NAT64 address leads to; undefined for any other. */
export function withinNat64(address: string): string | undefined {
  return isIP(address) === 6 && NAT64.check(address, 'ipv6') ? embeddedV4(address) : undefined;
}

/** The IPv4 address in the last 32 bits. The URL parser writes those as at most two hexadecimal groups. */
function embeddedV4(address: string): string {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [high = '', low = ''] = canonical.split(':').slice(-2);
  const bits = Number.parseInt(high || '0', 16) * 0x1_0000 + Number.parseInt(low || '0', 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}
