/** What a raw server says, whatever HTTP thinks of it. */
import type { Socket } from 'node:net';

export type Talk = (socket: Socket) => void;
export const say =
  (text: string | Uint8Array, end = true): Talk =>
  (socket) => {
    socket.write(text);
    if (end) socket.end();
  };
/** Writes the piece for as long as it is taken. */
export const forEver =
  (first: string, piece: string | Uint8Array): Talk =>
  (socket) => {
    socket.write(first);
    const more = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  };
export const drip =
  (first: string, piece: string, everyMs: number): Talk =>
  (socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.once('close', () => clearInterval(timer));
  };
