/** CSS selectors of the caller on our tree, bounded in work: the selector and the page may both be hostile. */
import { compile } from 'css-select';
import nthCheck from 'nth-check';
import { LoupeError } from '../errors.js';
import { type DocumentNode, type ElementNode, textOf } from './tree.js';
import { wholeId } from './whole-id.js';

/** Nodes looked at for one selector: about half a second's work. */
const STEPS_MAX = 5_000_000;

/** Every element below `root` that the selector matches. `field` names the option in errors. */
export function selectAll(root: ElementNode, selector: string, field: string): Set<ElementNode> {
  const steps = { left: STEPS_MAX };
  const spend = (count: number) => {
    steps.left -= count;
    if (steps.left >= 0) return;
    const next = 'Use a simpler selector: an id, a class or the name of an element.';
    throw new LoupeError('too_complex', `${field}: the selector takes too long on this page`, { next });
  };
  const matches = compiled(selector, field, adapterOf(spend));
  const found = new Set<ElementNode>();
  const open: ElementNode[] = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    spend(1);
    if (matches(element)) found.add(element);
    for (const child of element.children) if (child.kind === 'element') open.push(child);
  }
  return found;
}

/** @throws LoupeError `invalid_input` where `selectAll` would, whatever the page */
export function checkSelector(selector: string, field: string): void {
  compiled(
    selector,
    field,
    adapterOf(() => {}),
  );
}

function compiled(selector: string, field: string, adapter: ReturnType<typeof adapterOf>) {
  try {
    // The library's own pseudo-classes tell now what is wrong in their arguments, ours only when they are used.
    compile<DocumentNode, ElementNode>(selector, { adapter });
    return compile<DocumentNode, ElementNode>(selector, { adapter, pseudos: countedPseudos(adapter.placeOf) });
  } catch (error) {
    const id = wholeId(selector);
    if (id !== undefined) return compile<DocumentNode, ElementNode>(id, { adapter });
    const reason = error instanceof Error ? error.message.slice(0, REASON_CHARS_MAX) : 'it cannot be read';
    throw new LoupeError('invalid_input', `${field}: "${selector}" is no CSS selector: ${reason}`);
  }
}
const REASON_CHARS_MAX = 200;

interface Place {
  readonly before: ElementNode | undefined;
  /** How many elements, and how many of its name, stand before it and after it. */
  readonly index: number;
  readonly indexOfType: number;
  fromEnd: number;
  fromEndOfType: number;
}

/** Where elements stand among their siblings, each family counted once: the library counts it for each of its members. */
function places(spend: (count: number) => void): (element: ElementNode) => Place {
  const known = new Map<ElementNode, Place>();
  const count = (family: readonly DocumentNode[]) => {
    spend(family.length);
    const ofType = new Map<string, number>();
    const counted: [ElementNode, Place][] = [];
    for (const node of family) {
      if (node.kind === 'text') continue;
      const indexOfType = ofType.get(node.name) ?? 0;
      ofType.set(node.name, indexOfType + 1);
      const place = { before: counted.at(-1)?.[0], index: counted.length, indexOfType, fromEnd: 0, fromEndOfType: 0 };
      counted.push([node, place]);
    }
    for (const [element, place] of counted) {
      place.fromEnd = counted.length - 1 - place.index;
      place.fromEndOfType = (ofType.get(element.name) ?? 0) - 1 - place.indexOfType;
      known.set(element, place);
    }
  };
  return (element) => {
    if (!known.has(element)) count(element.parent?.children ?? [element]);
    return known.get(element) ?? { before: undefined, index: 0, indexOfType: 0, fromEnd: 0, fromEndOfType: 0 };
  };
}

function countedPseudos(placeOf: ReturnType<typeof places>) {
  const counted = (name: 'index' | 'indexOfType' | 'fromEnd' | 'fromEndOfType') => {
    const checks = new Map<string, (index: number) => boolean>();
    return (element: ElementNode, rule?: string | null) => {
      const check = checks.get(rule ?? '') ?? nthCheck(rule ?? '');
      checks.set(rule ?? '', check);
      return check(placeOf(element)[name]);
    };
  };
  const isAt = (test: (place: Place) => boolean) => (element: ElementNode) => test(placeOf(element));
  return {
    'last-child': isAt(({ fromEnd }) => fromEnd === 0),
    'only-child': isAt(({ index, fromEnd }) => index + fromEnd === 0),
    'first-of-type': isAt(({ indexOfType }) => indexOfType === 0),
    'last-of-type': isAt(({ fromEndOfType }) => fromEndOfType === 0),
    'only-of-type': isAt(({ indexOfType, fromEndOfType }) => indexOfType + fromEndOfType === 0),
    'nth-child': counted('index'),
    'nth-last-child': counted('fromEnd'),
    'nth-of-type': counted('indexOfType'),
    'nth-last-of-type': counted('fromEndOfType'),
  };
}

function adapterOf(spend: (count: number) => void) {
  const isTag = (node: DocumentNode): node is ElementNode => node.kind === 'element';
  const getChildren = (node: DocumentNode): DocumentNode[] => {
    const children = node.kind === 'element' ? node.children : [];
    spend(1 + children.length);
    return children;
  };
  const findOne = (test: (element: ElementNode) => boolean, nodes: DocumentNode[]): ElementNode | null => {
    const open = [...nodes].reverse();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.kind === 'text') continue;
      if (test(node)) return node;
      open.push(...[...getChildren(node)].reverse());
    }
    return null;
  };
  const findAll = (test: (element: ElementNode) => boolean, nodes: DocumentNode[]): ElementNode[] => {
    const found: ElementNode[] = [];
    findOne((element) => {
      if (test(element)) found.push(element);
      return false;
    }, nodes);
    return found;
  };
  const placeOf = places(spend);
  return {
    placeOf,
    prevElementSibling: (node: DocumentNode) => {
      spend(1);
      return isTag(node) ? (placeOf(node).before ?? null) : null;
    },
    isTag,
    getChildren,
    findOne,
    findAll,
    existsOne: (test: (element: ElementNode) => boolean, nodes: DocumentNode[]) => findOne(test, nodes) !== null,
    getAttributeValue: (element: ElementNode, name: string) => ownAttribute(element, name),
    hasAttrib: (element: ElementNode, name: string) => ownAttribute(element, name) !== undefined,
    getName: (element: ElementNode) => element.name,
    getParent: (node: ElementNode) => {
      spend(1);
      return node.parent ?? null;
    },
    getSiblings: (node: DocumentNode) => (node.parent === undefined ? [node] : getChildren(node.parent)),
    getText: (node: DocumentNode) => {
      const text = node.kind === 'text' ? node.text : textOf(node);
      spend(1 + text.length);
      return text;
    },
    removeSubsets: (nodes: DocumentNode[]) => nodes,
  };
}

/** Never what every object inherits: `[constructor]` matches nothing. */
function ownAttribute(element: ElementNode, name: string): string | undefined {
  return Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
}
