/** Formulas as TeX between dollar signs: their own source where the page has it, else what MathML comes to. */
import { type ElementNode, textOf } from '../document/tree.js';
import {
  type ContentElement,
  type ContentNode,
  contentElement,
  contentText,
  elementsIn,
  NO_FACTS,
} from './content-node.js';
import type { PageContext } from './page-context.js';

/** A longer formula is no formula. */
const FORMULA_CHARS_MAX = 5_000;

export function formulaOf(math: ContentElement, attributes: Readonly<Record<string, string>>): ContentElement {
  const source = annotation(math) ?? expression(math);
  return formula(source, attributes['display'] === 'block');
}

/** What MathJax 2 draws of a formula, in letters and in MathML, right before the script that keeps its source. */
export function isDrawnFormula({ attributes }: ElementNode): boolean {
  return attributes['class']?.startsWith('MathJax') === true;
}

/**
 * MathJax keeps formulas in scripts until it has drawn them, and its version 2 beyond that.
 * @param before what stands before the script; what was drawn of the formula is taken from its end
 */
export function texOfScript(script: ElementNode, context: PageContext, before: ContentNode[]): ContentNode[] {
  const type = script.attributes['type']?.toLowerCase() ?? '';
  if (!type.startsWith('math/tex')) return [];
  for (let last = before.at(-1); last?.kind === 'element' && last.facts.isDrawn === true; last = before.at(-1))
    before.pop();
  return [formula(context.clean(textOf(script)), type.includes('display'))];
}

/** As Sphinx, pandoc, MkDocs and Stack Exchange call what MathJax or KaTeX is to draw. */
const TEX_CLASS = /(?:^|\s)(?:math|math-container|arithmatex)(?:\s|$)/;
const TEX_SIGNS = [
  ['\\(', '\\)', false],
  ['\\[', '\\]', true],
  ['$$', '$$', true],
  ['$', '$', false],
] as const;

/** The formula that a text is, by its element's name and its own first and last signs. In prose its signs would be escaped. */
export function texOfText(text: string, { attributes }: ElementNode): ContentNode[] | undefined {
  if (!/^\s*(?:\$|\\[([])/.test(text) || !TEX_CLASS.test(attributes['class'] ?? '')) return undefined;
  const tex = text.trim();
  const signs = TEX_SIGNS.find(([open]) => tex.startsWith(open));
  if (signs === undefined || tex.length > FORMULA_CHARS_MAX) return undefined;
  const [open, close, isBlock] = signs;
  const end = tex.indexOf(close, open.length);
  return end > open.length && end === tex.length - close.length
    ? [formula(tex.slice(open.length, end), isBlock)]
    : undefined;
}

/** The TeX in an image's alternative text, as drawn formulas have it. */
export function texOfAlt(alt: string): string | undefined {
  const isTex = /^\{\\(?:display|text)style[\s\S]*\}$/.test(alt) || /^\$[^$]+\$$/.test(alt);
  return isTex ? plainTex(alt) : undefined;
}

function formula(source: string, isBlock: boolean): ContentElement {
  const text = plainTex(source.slice(0, FORMULA_CHARS_MAX));
  if (text === '') return contentElement('span');
  const sign = isBlock ? '$$' : '$';
  return contentElement('math', [{ kind: 'text', text: sign + text + sign }], isBlock ? { title: 'block' } : NO_FACTS);
}

function plainTex(source: string): string {
  const text = source
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\$+|(?<!\$)\$+$/g, '')
    .trim();
  return /^\{\\(?:display|text)style (.*)\}$/.exec(text)?.[1]?.trim() ?? text;
}

function annotation(math: ContentElement): string | undefined {
  for (const child of elementsIn(math)) {
    if (child.name === 'annotation' && /tex/i.test(child.facts.language ?? '')) return contentText(child);
    const found = child.name === 'semantics' ? annotation(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Presentation MathML, the signs that change what a formula says. */
function expression(element: ContentElement): string {
  const parts = elementsIn(element)
    .filter(({ name }) => !name.startsWith('annotation'))
    .map(expression);
  const [first = '', second = '', third = ''] = parts;
  switch (element.name) {
    case 'mfrac':
      return `${grouped(first)}/${grouped(second)}`;
    case 'msup':
      return `${first}^${grouped(second)}`;
    case 'msub':
      return `${first}_${grouped(second)}`;
    case 'msubsup':
    case 'munderover':
      return `${first}_${grouped(second)}^${grouped(third)}`;
    case 'munder':
      return `${first}_${grouped(second)}`;
    case 'msqrt':
      return `\\sqrt{${parts.join(' ')}}`;
    case 'mroot':
      return `\\sqrt[${second}]{${first}}`;
    default:
      return parts.length === 0 ? contentText(element).replace(/\s+/g, ' ').trim() : parts.filter(Boolean).join(' ');
  }
}

function grouped(text: string): string {
  return /^[\p{L}\p{N}.]$|^\d+$/u.test(text) ? text : `{${text}}`;
}

/** Formulas are often written twice: as MathML, and drawn for the eye with letters placed one by one. */
export function repeatsFormula(element: ElementNode, parent: ContentElement): boolean {
  if (element.attributes['aria-hidden'] !== 'true') return false;
  const before = parent.children.at(-1);
  const isFormula = (node: ContentNode | undefined): boolean =>
    node?.kind === 'element' && (node.name === 'math' || (node.children.length === 1 && isFormula(node.children[0])));
  return isFormula(before);
}
