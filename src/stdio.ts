/** The stdio transport. The SDK's transport does not notice that stdin ended: that is seen to here. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createServer, type ServerSetup } from './server.js';

/** Serves until stdin ends or the pipe to the client breaks. */
export async function serveStdio(setup: Omit<ServerSetup, 'local'>): Promise<void> {
  const server = createServer({ ...setup, local: true });
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    // EPIPE: nobody reads any more. Without a listener it would end the process as a defect.
    process.stdout.on('error', () => resolve());
    server.onclose = () => resolve();
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
}
