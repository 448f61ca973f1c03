/** What highlighters say of code by the names they give: its language, the numbers of its lines, and which of them changed. */
import type { ElementNode } from '../document/tree.js';
import type { ContentFacts } from './content-node.js';

/** "language-js", "lang-js", "brush: js", "highlight-source-js", "highlight-python notranslate", of Org "src src-js". */
const LANGUAGE_CLASS =
  /(?:^|\s)(?:lang(?:uage)?-|brush:\s*|highlight-source-|highlight-(?=[\w-]+ notranslate)|src src-)([\w+#.-]{1,30})/;
/** "hljs js" or pandoc's "sourceCode numberSource js" say the language of a listing; a box around it has names of other kinds beside: "hljs css-z0ebq4". */
const LISTING_CLASS = /(?:^|\s)(?:hljs|sourceCode(?:\s+numberSource)?)\s+(?!numberSource)([\w+#.-]{1,30})/;
/** The class of a `code` and nothing else, as TypeDoc writes it and highlight.js reads it; a page may call anything else "text" or "c". */
const LANGUAGE_ALONE: ReadonlySet<string> = new Set(
  (
    'bash clojure console cpp csharp css dart diff dockerfile elixir erlang go graphql groovy haskell html http ini java javascript js json jsx ' +
    'julia kotlin less lua makefile markdown matlab objectivec perl php powershell python py rb rs ruby rust scala scss sh shell sql swift toml ts tsx ' +
    'typescript xml yaml yml'
  ).split(' '),
);
const NO_LANGUAGE = /^(?:none|text|txt|plain|plaintext|default|nohighlight|auto|unknown|ipython[23]?)$/i;
/** Hexo writes `<figure class="highlight js">`. */
const FIGURE_CLASS = /(?:^|\s)(?:highlight\s+|lang(?:uage)?-)([\w+#.-]{1,30})/;
/** Highlighters say the language on the code or on one of the boxes around it: around a table, where lines are numbered in a column of it. */
const LANGUAGE_LEVELS = 2;
const OF_LISTINGS: ReadonlySet<string> = new Set('code pre table tbody tr td'.split(' '));
const BOXES_MAX = 10;

/** The language of `pre` or `code`, in lower case; none where it is no code or says that it is not known. */
export function languageOf(code: ElementNode): string | undefined {
  let element: ElementNode | undefined = code;
  let levels = 0;
  for (let boxes = 0; boxes < BOXES_MAX && levels < LANGUAGE_LEVELS && element !== undefined; boxes++) {
    const { name, attributes }: ElementNode = element;
    const isListing = OF_LISTINGS.has(name);
    const classes = attributes['class'] ?? '';
    const named = attributes['data-lang'] ?? attributes['data-language'];
    const called = (name === 'figure' ? FIGURE_CLASS : LANGUAGE_CLASS).exec(classes);
    const alone = name === 'code' && LANGUAGE_ALONE.has(classes) ? classes : undefined;
    const language = named ?? (called ?? (isListing ? LISTING_CLASS.exec(classes) : null))?.[1] ?? alone;
    if (!isListing) levels++;
    if (language !== undefined && /^[\w+#.-]{1,30}$/.test(language)) {
      return NO_LANGUAGE.test(language) ? undefined : language.toLowerCase();
    }
    element = element.parent;
  }
  return undefined;
}

/** "lineno", "linenos", "line-num", "line_numbers", "sourceLineNo", "linenr", "blob-num", "lines-num", "lnt"; of a column of them "line-numbers-rows". */
export const LINE_NUMBER =
  /(?:^|[\s_-])(?:(?:source)?line[_-]?n(?:o|r|um|umber)s?|lines-num|blob-num|lnum|lnt?)(?=$|[\s_-])/i;

const ADDED: ContentFacts = Object.freeze({ sign: '+' });
const REMOVED: ContentFacts = Object.freeze({ sign: '-' });
/** Lines of Shiki ("line diff add") and Expressive Code ("ec-line highlight ins"), whose style sheets draw the sign. */
const CHANGE = /^(?:line|ec-line) (?:[\w-]+ ){0,3}(?:(?:diff (add))|(?:diff (remove))|(ins)|(del))(?: |$)/;

export function changeOf(classes: string | undefined): ContentFacts | undefined {
  const change = classes?.includes('line') === true ? CHANGE.exec(classes) : null;
  if (change === null) return undefined;
  return change[1] !== undefined || change[3] !== undefined ? ADDED : REMOVED;
}
