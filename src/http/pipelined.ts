/** Requests on one connection, sent before the answers to those in front of them (pipelining). */
import type { Server } from 'node:http';

/**
 * Of a connection that is gone Node tells the response whose turn it is, and none of those behind it: their calls would run
 * on for nobody, and what is held for a client until its answer is out would be held for ever. They are told here.
 */
export function closePipelined(server: Server): void {
  server.on('request', ({ socket }, response) => {
    if (response.socket !== null || response.destroyed) return;
    const gone = () => {
      // With a socket of its own it is Node that tells it.
      if (response.socket !== null) return;
      response.destroy();
      response.emit('close');
    };
    // One listener for each that waits.
    socket.setMaxListeners(0);
    socket.once('close', gone);
    response.once('close', () => socket.off('close', gone));
  });
}
