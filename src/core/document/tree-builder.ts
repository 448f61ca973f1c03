/**
 * Tokens to tree, by the rules of the HTML standard's tree construction (13.2.6) that change where links, text and
 * media stand: implied head and body, implied end tags, tables, anchors that do not nest, foreign content. Left out,
 * since they move nothing that is extracted: formatting elements reopened in later blocks, and foster parents.
 * Every search up the stack is bounded by DEPTH_MAX, so that the time is linear in the page.
 */
import * as rules from './implied-ends.js';
import { DEPTH_MAX, type DocumentNode, type ElementNode, NO_ATTRIBUTES, type PageDocument } from './tree.js';

type Attributes = Readonly<Record<string, string>>;

const NO_CHILDREN: DocumentNode[] = [];

/** An element under construction. Remembers what is open around it, so that the commonest questions cost nothing. */
export class OpenElement implements ElementNode {
  readonly kind = 'element' as const;
  children: DocumentNode[] = NO_CHILDREN;
  /** Inside svg or math, where tags may close themselves. */
  readonly foreign: boolean;
  readonly svg: boolean;
  /** The paragraph that a block's start tag would end ("in button scope"), and the anchor that another would end. */
  readonly paragraph: OpenElement | undefined;
  readonly anchor: OpenElement | undefined;

  constructor(
    readonly name: string,
    public attributes: Attributes,
    readonly parent: OpenElement | undefined,
    /** The element above in the stack of open elements: the parent, but for elements that stand too deep. */
    above: OpenElement | undefined,
  ) {
    const inForeign = above?.foreign === true && !rules.INTEGRATION_POINTS.has(above.name);
    this.foreign = inForeign || name === 'svg' || name === 'math';
    this.svg = name === 'svg' || (inForeign && above.svg);
    const isHtml = !this.foreign;
    this.paragraph =
      isHtml && name === 'p' ? this : rules.BUTTON_SCOPE.has(name) || this.foreign ? undefined : above?.paragraph;
    this.anchor = isHtml && name === 'a' ? this : rules.SCOPE.has(name) || this.foreign ? undefined : above?.anchor;
  }

  /** Most elements have one child or none; an array that grows makes room for seventeen. */
  append(child: DocumentNode): void {
    if (this.children === NO_CHILDREN) this.children = [child];
    else this.children.push(child);
  }
}

export class TreeBuilder {
  readonly #root = new OpenElement('html', NO_ATTRIBUTES, undefined, undefined);
  readonly #head = new OpenElement('head', NO_ATTRIBUTES, this.#root, this.#root);
  readonly #body = new OpenElement('body', NO_ATTRIBUTES, this.#root, this.#root);
  #stack: OpenElement[] = [this.#root, this.#head];
  #top = this.#head;
  #inBody = false;
  #text = '';
  #baseHref: string | undefined;

  constructor() {
    this.#root.append(this.#head);
    this.#root.append(this.#body);
  }

  /** Whether a tag written `<name/>` is closed by that. */
  get closesItself(): boolean {
    return this.#top.foreign && !rules.INTEGRATION_POINTS.has(this.#top.name);
  }

  text(text: string): void {
    this.#text += text;
  }

  open(tagName: string, attributes: Attributes, selfClosing: boolean): void {
    this.#flush();
    if (this.closesItself && rules.ENDS_FOREIGN.has(tagName)) this.#leaveForeign();
    const inForeign = this.closesItself;
    const name = tagName === 'image' && !inForeign ? 'img' : tagName;
    if (name === 'html' || name === 'head' || name === 'body') {
      this.#openRoot(name, attributes);
      return;
    }
    if (this.#top === this.#head && !rules.HEAD_ONLY.has(name)) this.#enterBody();
    if (!inForeign && !this.#endImplied(name)) return;
    const element = this.#push(name, attributes);
    if (name === 'base') this.#noteBase(attributes);
    if (element.foreign ? selfClosing : rules.VOID.has(name)) this.#popTo(this.#stack.length - 1);
  }

  /** Text below the current element is no markup, and holds no character references. */
  get inRawText(): boolean {
    return rules.PLAIN_TEXT.has(this.#top.name) && !this.#top.foreign;
  }

  close(name: string): void {
    this.#flush();
    if (this.#top.name === name && this.#top !== this.#body && this.#top !== this.#head) {
      this.#popTo(this.#stack.length - 1);
      return;
    }
    const isNamed = (element: OpenElement) => element.name === name;
    if (this.#top.foreign) this.#closeInline(name);
    else if (name === 'p') this.#closeParagraph();
    else if (name === 'a') this.#closeAnchor();
    else if (name === 'li') this.#closeInScope(isNamed, rules.LIST_SCOPE);
    else if (name === 'br') this.open('br', NO_ATTRIBUTES, false);
    else if (name === 'form') this.#removeForm();
    else if (name === 'template') this.#closeInScope(isNamed, NO_SCOPE);
    else if (name === 'head' && !this.#inBody) this.#popTo(2);
    else if (name === 'html' || name === 'body' || name === 'head') return;
    else if (rules.HEADINGS.has(name)) {
      this.#closeInScope((element) => rules.HEADINGS.has(element.name), rules.SCOPE);
    } else if (name === 'table' || name === 'caption' || Object.hasOwn(rules.ENDS_IN_TABLE, name)) {
      this.#closeInScope(isNamed, rules.TABLE_SCOPE);
    } else if (rules.SPECIAL.has(name)) {
      this.#closeInScope(isNamed, rules.SCOPE);
    } else this.#closeInline(name);
  }

  finish(): PageDocument {
    this.#flush();
    return { root: this.#root, baseHref: this.#baseHref };
  }

  #flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    if (this.#top === this.#head) {
      if (text.trim() === '') return;
      this.#enterBody();
    }
    this.#top.append({ kind: 'text', text, parent: this.#top });
  }

  /** A second <html> or <body> only adds the attributes that are not there yet. */
  #openRoot(name: 'html' | 'head' | 'body', attributes: Attributes): void {
    const element = name === 'html' ? this.#root : name === 'head' ? this.#head : this.#body;
    if (name === 'body' && !this.#inBody) this.#enterBody();
    if (attributes !== NO_ATTRIBUTES) element.attributes = { ...attributes, ...element.attributes };
  }

  #enterBody(): void {
    this.#inBody = true;
    this.#stack = [this.#root, this.#body];
    this.#top = this.#body;
  }

  #push(name: string, attributes: Attributes): OpenElement {
    const above = this.#top;
    const parent = this.#stack.length < DEPTH_MAX ? above : (this.#stack[DEPTH_MAX - 1] ?? above);
    const element = new OpenElement(name, attributes, parent, above);
    parent.append(element);
    this.#stack.push(element);
    this.#top = element;
    return element;
  }

  #popTo(length: number): void {
    this.#stack.length = length;
    this.#top = this.#stack[length - 1] ?? this.#root;
  }

  #noteBase(attributes: Attributes): void {
    if (this.#baseHref !== undefined || attributes['href'] === undefined) return;
    if (this.#search((element) => element.name === 'template' || element.svg, NO_SCOPE) < 0) {
      this.#baseHref = attributes['href'];
    }
  }

  #leaveForeign(): void {
    while (this.closesItself) this.#popTo(this.#stack.length - 1);
  }

  /** Ends what the start tag `name` ends. False when the tag itself is to be ignored. */
  #endImplied(name: string): boolean {
    if (!rules.ENDS_OTHERS.has(name)) return true;
    if (Object.hasOwn(rules.ENDS_IN_TABLE, name)) return this.#endInTable(name);
    switch (name) {
      case 'a':
        if (this.#top.anchor !== undefined) this.#closeAnchor();
        return true;
      case 'li':
        this.#endItem((element) => element.name === 'li');
        break;
      case 'dd':
      case 'dt':
        this.#endItem((element) => element.name === 'dd' || element.name === 'dt');
        break;
      case 'option':
      case 'optgroup':
        this.#closeInScope((element) => element.name === name, OPTION_SCOPE[name]);
        break;
      case 'button':
        this.#closeInScope((element) => element.name === 'button', rules.SCOPE);
        break;
      case 'rt':
      case 'rp':
        if (this.#top.name === 'rt' || this.#top.name === 'rp') this.#popTo(this.#stack.length - 1);
        break;
      case 'table':
        if (TABLE_CONTEXT.has(this.#top.name)) this.#closeInScope((element) => element.name === 'table', NO_SCOPE);
        break;
    }
    if (rules.ENDS_PARAGRAPH.has(name)) {
      this.#closeParagraph();
      if (rules.HEADINGS.has(name) && rules.HEADINGS.has(this.#top.name)) this.#popTo(this.#stack.length - 1);
    }
    return true;
  }

  #closeParagraph(): void {
    const { paragraph } = this.#top;
    if (paragraph !== undefined) this.#popTo(this.#stack.lastIndexOf(paragraph));
  }

  /** "in body", start tag li: the innermost item ends, but not through another list or table. */
  #endItem(isItem: (element: OpenElement) => boolean): void {
    const least = Math.max(2, this.#stack.length - DEPTH_MAX);
    for (let i = this.#stack.length - 1; i >= least; i--) {
      const element = this.#stack[i];
      if (element === undefined) return;
      const { name } = element;
      if (isItem(element)) {
        this.#popTo(i);
        return;
      }
      if (rules.SPECIAL.has(name) && name !== 'address' && name !== 'div' && name !== 'p') return;
    }
  }

  #endInTable(name: string): boolean {
    const table = this.#search((element) => rules.TABLE_SCOPE.has(element.name), NO_SCOPE);
    const scope = this.#stack[table]?.name;
    if (scope !== 'table') return scope === 'template';
    const ends = rules.ENDS_IN_TABLE[name];
    for (let i = table + 1; i < this.#stack.length; i++) {
      if (ends?.has(this.#stack[i]?.name ?? '') === true) this.#popTo(i);
    }
    if (name === 'td' || name === 'th') this.#clearTo(table, ROW_CONTEXT);
    else if (name === 'tr') this.#clearTo(table, BODY_CONTEXT);
    else this.#popTo(table + 1);
    if (this.#top.name === 'table' && (name === 'tr' || name === 'td' || name === 'th'))
      this.#push('tbody', NO_ATTRIBUTES);
    if (this.#top.name !== 'tr' && (name === 'td' || name === 'th')) this.#push('tr', NO_ATTRIBUTES);
    return true;
  }

  #clearTo(table: number, context: ReadonlySet<string>): void {
    let i = table;
    for (let at = table + 1; at < this.#stack.length; at++) if (context.has(this.#stack[at]?.name ?? '')) i = at;
    this.#popTo(i + 1);
  }

  /**
   * Ends the open anchor. Blocks that were opened inside it and are still open go on after it as copies, which is what
   * the standard's adoption agency comes to.
   */
  #closeAnchor(): void {
    const { anchor } = this.#top;
    if (anchor === undefined) return;
    const at = this.#stack.lastIndexOf(anchor);
    const blocks = this.#stack.slice(at + 1).filter((element) => rules.SPECIAL.has(element.name));
    this.#popTo(at);
    for (const block of blocks) this.#push(block.name, block.attributes);
  }

  /** A form's end tag takes the form alone off the stack; what is open inside stays open. */
  #removeForm(): void {
    const at = this.#search((element) => element.name === 'form', rules.SCOPE);
    if (at < 0) return;
    if (at === this.#stack.length - 1) this.#popTo(at);
    else this.#stack.splice(at, 1);
  }

  #closeInScope(isIt: (element: OpenElement) => boolean, scope: ReadonlySet<string>): void {
    const at = this.#search(isIt, scope);
    if (at >= 2) this.#popTo(at);
  }

  /** "Any other end tag": reaches through inline elements only. */
  #closeInline(name: string): void {
    const least = Math.max(2, this.#stack.length - DEPTH_MAX);
    for (let i = this.#stack.length - 1; i >= least; i--) {
      const element = this.#stack[i];
      if (element === undefined || (element.name !== name && !element.foreign && rules.SPECIAL.has(element.name))) {
        return;
      }
      if (element.name === name) {
        this.#popTo(i);
        return;
      }
    }
  }

  /** The stack's index of the innermost element that is looked for, -1 when a scope's boundary comes first. */
  #search(isIt: (element: OpenElement) => boolean, scope: ReadonlySet<string>): number {
    const least = Math.max(0, this.#stack.length - DEPTH_MAX);
    for (let i = this.#stack.length - 1; i >= least; i--) {
      const element = this.#stack[i];
      if (element === undefined) return -1;
      if (isIt(element)) return i;
      if (scope.has(element.name)) return -1;
    }
    return -1;
  }
}

const NO_SCOPE: ReadonlySet<string> = new Set();
const TABLE_CONTEXT: ReadonlySet<string> = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr']);
const BODY_CONTEXT: ReadonlySet<string> = new Set(['tbody', 'thead', 'tfoot']);
const ROW_CONTEXT: ReadonlySet<string> = new Set(['tbody', 'thead', 'tfoot', 'tr']);
const OPTION_SCOPE = {
  option: new Set([...rules.SCOPE, 'select', 'datalist', 'optgroup']),
  optgroup: new Set([...rules.SCOPE, 'select', 'datalist']),
} as const;
