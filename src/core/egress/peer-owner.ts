/** Who is at the other end of a loopback connection, as far as the kernel tells without privileges. */
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/**
 * Whether the client of an accepted loopback connection may be of this user. Linux lists the owner of each socket; where
 * that cannot be read (other systems, sandboxes) the answer is true: loopback and a random port then have to do.
 */
export async function isOwnPeer(socket: Socket): Promise<boolean> {
  const own = process.getuid?.();
  const { remotePort, localPort } = socket;
  if (process.platform !== 'linux' || own === undefined || remotePort === undefined || localPort === undefined)
    return true;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'latin1').catch(() => '');
    const owner = ownerIn(text, remotePort, localPort);
    // Root reads our memory anyway.
    if (owner !== undefined) return owner === own || owner === 0;
  }
  return true;
}

/** The uid of the socket whose own port is `port` and whose peer's is `peerPort`, in the format of proc_net_tcp(5). */
export function ownerIn(table: string, port: number, peerPort: number): number | undefined {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
  const row = new RegExp(
    `^ *\\d+: [0-9A-F]+:${hex(port)} [0-9A-F]+:${hex(peerPort)} \\S+ \\S+ \\S+ \\S+ +(\\d+)`,
    'm',
  ).exec(table);
  return row?.[1] === undefined ? undefined : Number(row[1]);
}
