/** docs/scoring.md, from the tables that compute the scores. */
import { IMAGE_SCORE_PARTS } from '../src/core/score/image.js';
import { INTRINSIC_PARTS } from '../src/core/score/intrinsic.js';
import { PLAYER_SCORE_PARTS } from '../src/core/score/player.js';
import { TABLE_SCORE_PARTS } from '../src/core/score/table.js';

type Parts = Readonly<Record<string, { readonly points: number; readonly when: string }>>;

function rows(parts: Parts): string {
  const lines = Object.entries(parts).map(
    ([name, { points, when }]) => `| \`${name}\` | ${points > 0 ? '+' : ''}${points} | ${when} |`,
  );
  return ['| part | points | when |', '| --- | --- | --- |', ...lines].join('\n');
}

export function scoringPage(): string {
  return `# Scores

Generated from the tables that compute them (\`npm run docs\`). With \`verbose\`, answers carry the parts of each score. A score tells of the item and what stands around it, not of its place among the others.

## Links: \`intrinsic_score\`, 0-10

${rows(INTRINSIC_PARTS)}

## Images: \`score\`, 0-10

${rows(IMAGE_SCORE_PARTS)}

## Videos and audio: \`score\`, 0-10

${rows(PLAYER_SCORE_PARTS)}

## Tables: \`score\`

Tables below \`table_score_threshold\` (7) are taken for layout and left out.

${rows(TABLE_SCORE_PARTS)}
`;
}
