/** What could stand for an argument of a prompt or the id in a resource's URI. */
import type { Engine } from './core/engine.js';
import { PROMPTS } from './prompts/index.js';
import { FAMILIES } from './resources/listing.js';

/** The protocol's own limit for one answer. */
const VALUES_MAX = 100;

export type Completion = { values: string[]; total: number; hasMore: boolean };

export type CompletionOf = { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };

export async function complete(
  of: CompletionOf,
  argument: { name: string; value: string },
  engine: Engine,
  owner: string,
): Promise<Completion> {
  const all =
    of.type === 'ref/prompt'
      ? await promptChoices(of.name, argument.name, engine, owner)
      : await resourceIds(of.uri, argument.name, engine, owner);
  const typed = argument.value.toLowerCase();
  const matching = all.filter((value) => value.toLowerCase().includes(typed));
  return {
    values: matching.slice(0, VALUES_MAX),
    total: matching.length,
    hasMore: matching.length > VALUES_MAX,
  };
}

async function promptChoices(
  prompt: string,
  argument: string,
  engine: Engine,
  owner: string,
): Promise<readonly string[]> {
  const choices = PROMPTS.find(({ listed }) => listed.name === prompt)?.choices.get(argument);
  return (await choices?.(engine, owner)) ?? [];
}

/** The ids of what the family lists, for a template that asks for one: `webloupe://results/{id}/links`. */
async function resourceIds(template: string, variable: string, engine: Engine, owner: string): Promise<string[]> {
  const family = FAMILIES.find(({ templates }) => templates.some(({ uriTemplate }) => uriTemplate === template));
  const start = template.indexOf(`{${variable}}`);
  if (family === undefined || start === -1) return [];
  const root = template.slice(0, start);
  return (await family.list(engine, owner)).map(({ uri }) => uri.slice(root.length));
}
