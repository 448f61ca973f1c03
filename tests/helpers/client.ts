/** A real MCP client on the built server over stdio: the front door. */
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Answer {
  text: string;
  isError: boolean;
  // The shape is the tool's; tests state what they expect of it.
  // biome-ignore lint/suspicious/noExplicitAny: a test reads into answers freely
  data: any;
  content: Array<{ type: string; [key: string]: unknown }>;
}

export interface TestClient extends AsyncDisposable {
  client: Client;
  pid: number;
  logs: Array<{ level: string; data: unknown }>;
  stderr(): string;
  call(name: string, input: Record<string, unknown>, options?: Parameters<Client['callTool']>[2]): Promise<Answer>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  json(uri: string): Promise<any>;
}

/** Starts the server with the flags and connects. Disposing closes stdin, as a client that ends does. */
export async function startClient(
  flags: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<TestClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN, ...flags],
    env: { ...process.env, ...env } as Record<string, string>,
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-20_000);
  });
  const client = new Client({ name: 'webloupe-tests', version: '1' });
  const logs: TestClient['logs'] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    logs.push({ level: params.level, data: params.data });
  });
  await client.connect(transport);
  return {
    client,
    pid: transport.pid ?? 0,
    logs,
    stderr: () => stderr,
    async call(name, input, options) {
      const reply = await client.callTool({ name, arguments: input }, undefined, options);
      const content = reply.content as Answer['content'];
      const text = content.flatMap((part) => (part.type === 'text' ? [String(part['text'])] : [])).join('\n');
      return { text, isError: reply.isError === true, data: reply.structuredContent, content };
    },
    async json(uri) {
      const { contents } = await client.readResource({ uri });
      const first = contents[0];
      return JSON.parse(first !== undefined && 'text' in first ? String(first.text) : '');
    },
    async [Symbol.asyncDispose]() {
      await client.close();
    },
  };
}
