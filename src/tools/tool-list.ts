/**
 * tools/list without the tools: the build writes it down (`scripts/build.mjs`), since making JSON Schemas of every field
 * would be a third of a start.
 */
import { readFile } from 'node:fs/promises';
import type { ListedTool } from './listing.js';

const WRITTEN = new URL('./tools.json', import.meta.url);

/** @param structured whether answers are structured: what has an output schema must be (specification, "Output Schema") */
export async function toolList(structured: boolean): Promise<ListedTool[]> {
  const tools = await writtenOrMade();
  return structured ? tools : tools.map(({ outputSchema: _, ...tool }) => tool);
}

async function writtenOrMade(): Promise<ListedTool[]> {
  const text = await readFile(WRITTEN, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text);
  const { allTools } = await import('./listing.js');
  return allTools();
}
