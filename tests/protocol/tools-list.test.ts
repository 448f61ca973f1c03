/** What tools/list says, pinned as literals: a red pin asks "was this meant?". */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../helpers/client.js';
import { connect, pageWithLink, startHttp } from '../helpers/http-server.js';
import { tokensOf } from '../helpers/tokens.js';

/** Tokens (o200k) of tools/list as a whole; the contract allows 5,000 for all five tools. */
const PAGE_TOOLS_MAX_TOKENS = 3_420;
const TOOLS_MAX_TOKENS = 5_000;

const FIELDS: Record<string, string> = {
  crawl:
    'base_url cache_mode capture_mhtml check_robots_txt css_selector cursor delay_before_return_html engine exclude_all_images exclude_domains exclude_external_images exclude_external_links exclude_internal_links exclude_patterns exclude_social_media_domains exclude_social_media_links excluded_selector excluded_tags flatten_shadow_dom force_viewport_screenshot headers hits_per_sec html image_description_min_word_threshold image_score_threshold include include_patterns js_code keep_image_domains link_preview_config locale main_content_only max_depth max_pages max_scroll_steps only_text page_timeout pdf process_iframes query remove_consent_popups remove_forms remove_overlay_elements scan_full_page scope score_links screenshot screenshot_wait_for scroll_delay table_score_threshold target_elements time_budget timezone_id url urls user_agent verbose viewport wait_for wait_for_images wait_until word_count_threshold',
  extract_links:
    'base_url cache_mode cursor engine exclude_domains exclude_external_links exclude_internal_links exclude_patterns exclude_social_media_domains exclude_social_media_links group_by html include_patterns limit page_timeout scan_full_page score_links url verbose wait_for wait_for_images',
  extract_media:
    'base_url cache_mode cursor engine exclude_all_images exclude_domains exclude_external_images html image_description_min_word_threshold image_score_threshold keep_image_domains limit page_timeout scan_full_page url verbose wait_for wait_for_images',
  preview_links:
    'cache_mode concurrency contextual_weight cursor engine exclude_patterns include_external include_internal include_patterns intrinsic_weight limit links max_links page_timeout query scan_full_page score_links score_threshold timeout url verbose wait_for wait_for_images',
  capture:
    'background cache_mode engine formats full_page image_format landscape margin max_edge page_timeout paper quality remove_consent_popups remove_overlay_elements scale scan_full_page selector show_image url verbose viewport wait_for wait_for_images',
};

test('tools/list: names, input fields, annotations, strictness and size', async () => {
  await using server = await startClient();
  const { tools } = await server.client.listTools();
  assert.deepEqual(
    tools.map(({ name }) => name),
    Object.keys(FIELDS),
  );
  for (const tool of tools) {
    assert.equal(
      Object.keys(tool.inputSchema.properties ?? {})
        .sort()
        .join(' '),
      FIELDS[tool.name],
    );
    assert.equal(tool.inputSchema['additionalProperties'], false, 'input is strict');
    assert.equal(tool.outputSchema?.type, 'object');
    assert.deepEqual(tool.annotations, {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    });
    assert.ok(tool.title && tool.description);
    assert.ok((tool.description?.match(/[.!?](\s|$)/g) ?? []).length <= 3, `${tool.name}: at most three sentences`);
  }
  const pageTools = tools.filter(({ name }) => ['crawl', 'extract_links', 'extract_media'].includes(name));
  const pageTokens = tokensOf({ tools: pageTools });
  assert.ok(pageTokens <= PAGE_TOOLS_MAX_TOKENS, `${pageTokens} tokens`);
  const tokens = tokensOf({ tools });
  assert.ok(tokens <= TOOLS_MAX_TOKENS, `${tokens} tokens`);
});

/** JSON Schema that Gemini's and OpenAI's APIs take in a function's declaration, whatever a client leaves out of it. */
const TAKEN = new Set([
  'type',
  'description',
  'default',
  'enum',
  'items',
  'properties',
  'required',
  'additionalProperties',
]);

test('every field that a call may have is listed with one type, in keywords that the APIs of models take', async () => {
  await using server = await startClient();
  const { tools } = await server.client.listTools();
  const fault = (schema: unknown, at: string): string[] => {
    const { type, properties = {}, items, additionalProperties: rest, ...others } = Object(schema);
    const keywords = Object.keys(others).filter((key) => !TAKEN.has(key));
    return [
      ...(typeof type === 'string' ? [] : [`${at}: type ${JSON.stringify(type)}`]),
      ...keywords.map((key) => `${at}: ${key}`),
      ...Object.entries(properties).flatMap(([name, field]) => fault(field, `${at}.${name}`)),
      ...(type === 'array' ? fault(items, `${at}[]`) : []),
      ...(typeof rest === 'object' ? fault(rest, `${at}{}`) : []),
    ];
  };
  assert.deepEqual(
    tools.flatMap(({ name, inputSchema }) => fault(inputSchema, name)),
    [],
  );
});

test('--no-structured-content: text is all there is, and no output schema promises more', async () => {
  await using server = await startClient(['--no-structured-content']);
  await using http = await startHttp(['--no-structured-content']);
  const page = pageWithLink('a');
  for (const client of [server.client, await connect(http)]) {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.filter((tool) => 'outputSchema' in tool),
      [],
    );
    const reply = await client.callTool({ name: 'extract_links', arguments: page });
    assert.deepEqual(Object.keys(reply), ['content']);
    assert.match(JSON.stringify(reply.content), /^\[\{"type":"text","text":".*link a <https:\/\/site\.example\/a>/);
    await client.close();
  }
});

test('only capabilities that have handlers are declared', async () => {
  await using server = await startClient();
  assert.deepEqual(Object.keys(server.client.getServerCapabilities() ?? {}).sort(), [
    'completions',
    'logging',
    'prompts',
    'resources',
    'tools',
  ]);
  const { resources } = await server.client.listResources();
  assert.deepEqual(
    resources.map(({ uri }) => uri),
    ['webloupe://schema/run-config', 'webloupe://social-media-domains'],
  );
  const { resourceTemplates } = await server.client.listResourceTemplates();
  assert.deepEqual(
    resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    [
      ...['', '/links', '/media', '/markdown', '/graph', '/html'].map((part) => `webloupe://results/{id}${part}`),
      'webloupe://captures/{id}',
    ],
  );
});
