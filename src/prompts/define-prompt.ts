/**
 * A prompt is a plain object that knows nothing of the protocol: arguments in, the user's message out. The tool calls it
 * names are written out whole, so that an agent need not guess their arguments.
 */
import type * as z from 'zod';
import type { Engine } from '../core/engine.js';
import { fieldRows } from '../core/flags.js';
import { readInput } from '../core/lenient-input.js';

/** What could stand for an argument, likeliest first. */
type Choices = (engine: Engine, owner: string) => readonly string[] | Promise<readonly string[]>;

interface Prompt<Input extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  /** Strings only: the protocol knows no other arguments. */
  input: Input;
  choices: { readonly [Name in keyof z.output<Input>]?: Choices };
  text(input: z.output<Input>): string;
}

export interface ListedPrompt {
  name: string;
  title: string;
  description: string;
  arguments: Array<{ name: string; description: string; required: boolean }>;
}

/** A prompt as the adapters see it, whatever its arguments. */
interface DefinedPrompt {
  readonly listed: ListedPrompt;
  readonly choices: ReadonlyMap<string, Choices | undefined>;
  /** @throws LoupeError `invalid_input` */
  text(given: unknown): string;
}

export function definePrompt<Input extends z.ZodObject>(prompt: Prompt<Input>): DefinedPrompt {
  const { name, title, description, input } = prompt;
  return {
    listed: {
      name,
      title,
      description,
      arguments: fieldRows(input).map((row) => ({
        name: row.key,
        description: row.description,
        required: !input.shape[row.key]?.safeParse(undefined).success,
      })),
    },
    choices: new Map(Object.entries(prompt.choices)),
    text: (given) => prompt.text(readInput(input, given).value),
  };
}

/** A tool call as a prompt names it. */
export function toolCall(name: string, input: Record<string, unknown>): string {
  return `${name} ${JSON.stringify(input)}`;
}

/** Pages the caller has read, newest first: what a prompt is likely to be about. */
export const pagesRead: Choices = async (engine, owner) => [
  ...new Set((await engine.results.list(owner)).map(({ url }) => url).filter((url) => url !== '')),
];
