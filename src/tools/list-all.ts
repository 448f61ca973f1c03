/** Every tool as tools/list names it. Computed by the build, and where there is no build. */
import { TOOLS } from './index.js';
import { type ListedTool, listedTools } from './listing.js';

export function allTools(): ListedTool[] {
  return listedTools(TOOLS);
}
