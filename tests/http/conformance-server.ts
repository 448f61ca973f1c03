/**
 * The real HTTP app with what the official conformance suite asks a server for by name, in place of webloupe's own tools,
 * resources and prompts. Arguments: webloupe's options. Run by scripts/conformance.mjs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  type GetPromptResult,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type ReadResourceResult,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Engine } from '../../src/core/engine.js';
import { readOptions } from '../../src/core/options.js';
import { serveHttp } from '../../src/http.js';

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const image = { type: 'image', data: DOT, mimeType: 'image/png' } as const;
const text = (words: string) => ({ type: 'text', text: words }) as const;
const embedded = (uri: string) =>
  ({ type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'embedded' } }) as const;

const TOOLS: Record<string, CallToolResult['content']> = {
  test_simple_text: [text('This is a simple text response for testing.')],
  test_image_content: [image],
  test_audio_content: [{ type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' }],
  test_embedded_resource: [embedded('test://embedded-resource')],
  test_multiple_content_types: [text('Several:'), image, embedded('test://mixed-content-resource')],
  test_tool_with_logging: [text('done')],
  test_tool_with_progress: [text('done')],
  test_error_handling: [text('This tool intentionally returns an error for testing')],
};

const PROMPTS: Record<string, (given: Record<string, string>) => GetPromptResult['messages']> = {
  test_simple_prompt: () => [{ role: 'user', content: text('This is a simple prompt for testing.') }],
  test_prompt_with_arguments: ({ arg1, arg2 }) => [{ role: 'user', content: text(`arg1='${arg1}', arg2='${arg2}'`) }],
  test_prompt_with_embedded_resource: ({ resourceUri = '' }) => [{ role: 'user', content: embedded(resourceUri) }],
  test_prompt_with_image: () => [{ role: 'user', content: image }],
};

function resource(uri: string): ReadResourceResult['contents'][number] {
  if (uri === 'test://static-binary') return { uri, mimeType: 'image/png', blob: DOT };
  const id = /^test:\/\/template\/(.+)\/data$/.exec(uri)?.[1];
  return { uri, mimeType: 'text/plain', text: id === undefined ? 'static text' : JSON.stringify({ id }) };
}

function extend(server: Server): void {
  server.registerCapabilities({ prompts: {}, completions: {}, resources: { subscribe: true } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: Object.keys(TOOLS).map((name) => ({ name, description: name, inputSchema: { type: 'object' } })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, _meta } }, extra) => {
    const progressToken = _meta?.progressToken;
    for (const step of [0, 50, 100]) {
      if (name === 'test_tool_with_logging')
        await extra.sendNotification({
          method: 'notifications/message',
          params: { level: 'info', data: `step ${step}` },
        });
      if (name === 'test_tool_with_progress' && progressToken !== undefined)
        await extra.sendNotification({
          method: 'notifications/progress',
          params: { progressToken, progress: step, total: 100 },
        });
      await sleep(50);
    }
    const content = TOOLS[name];
    if (content === undefined) throw new Error(`unknown tool ${name}`);
    return { content, isError: name === 'test_error_handling' };
  });
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({
    resources: ['test://static-text', 'test://static-binary', 'test://watched-resource'].map((uri) => ({
      uri,
      name: uri,
    })),
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }) => ({ contents: [resource(params.uri)] }));
  server.setRequestHandler(SubscribeRequestSchema, async () => ({}));
  server.setRequestHandler(UnsubscribeRequestSchema, async () => ({}));
  server.setRequestHandler(ListPromptsRequestSchema, async () => ({
    prompts: Object.keys(PROMPTS).map((name) => ({ name, description: name })),
  }));
  server.setRequestHandler(GetPromptRequestSchema, async ({ params: { name, arguments: given } }) => ({
    messages: PROMPTS[name]?.(given ?? {}) ?? [],
  }));
  server.setRequestHandler(CompleteRequestSchema, async () => ({ completion: { values: ['paris', 'park'] } }));
}

const { options } = readOptions(process.argv.slice(2), {});
await using engine = new Engine(options);
const stopped = new Promise<void>((resolve) => void process.once('SIGTERM', () => resolve()));
await serveHttp(engine, stopped, extend);
