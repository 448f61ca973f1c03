/**
 * Tokens to tree, by the rules of the HTML standard's tree construction (13.2.6) that change where links, text and
 * media stand: implied head and body, implied end tags, tables, anchors that do not nest, foreign content. Left out,
 * since they move nothing that is extracted: formatting elements reopened in later blocks, and foster parents.
 */
import * as rules from './implied-ends.js';
import { type Attributes, OpenElement } from './open-element.js';
import { NO_SCOPE, OpenStack } from './open-stack.js';
import { NO_ATTRIBUTES, type PageDocument } from './tree.js';

export class TreeBuilder {
  readonly #root = new OpenElement('html', NO_ATTRIBUTES, undefined, undefined);
  readonly #head = new OpenElement('head', NO_ATTRIBUTES, this.#root, this.#root);
  readonly #body = new OpenElement('body', NO_ATTRIBUTES, this.#root, this.#root);
  #stack = new OpenStack(this.#root, this.#head);
  #inBody = false;
  #text = '';
  #baseHref: string | undefined;

  constructor() {
    this.#root.append(this.#head);
    this.#root.append(this.#body);
  }

  /** Whether a tag written `<name/>` is closed by that. */
  get closesItself(): boolean {
    return this.#stack.top.foreign && !rules.INTEGRATION_POINTS.has(this.#stack.top.name);
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
    if (this.#stack.top === this.#head && !rules.HEAD_ONLY.has(name)) this.#enterBody();
    if (!inForeign && !this.#endImplied(name)) return;
    const element = this.#stack.push(name, attributes);
    if (name === 'base') this.#noteBase(attributes);
    if (element.foreign ? selfClosing : rules.VOID.has(name)) this.#stack.pop();
  }

  /** Text below the current element is no markup, and holds no character references. */
  get inRawText(): boolean {
    return rules.PLAIN_TEXT.has(this.#stack.top.name) && !this.#stack.top.foreign;
  }

  close(name: string): void {
    this.#flush();
    if (this.#stack.top.name === name && this.#stack.top !== this.#body && this.#stack.top !== this.#head) {
      this.#stack.pop();
      return;
    }
    const isNamed = (element: OpenElement) => element.name === name;
    if (this.#stack.top.foreign) this.#stack.closeInline(name);
    else if (name === 'p') this.#closeParagraph();
    else if (name === 'a') this.#closeAnchor();
    else if (name === 'li') this.#stack.closeInScope(isNamed, rules.LIST_SCOPE);
    else if (name === 'br') this.open('br', NO_ATTRIBUTES, false);
    else if (name === 'form') this.#removeForm();
    else if (name === 'template') this.#stack.closeInScope(isNamed, NO_SCOPE);
    else if (name === 'head' && !this.#inBody) this.#stack.popTo(2);
    else if (name === 'html' || name === 'body' || name === 'head') return;
    else if (rules.HEADINGS.has(name)) {
      this.#stack.closeInScope((element) => rules.HEADINGS.has(element.name), rules.SCOPE);
    } else if (name === 'table' || name === 'caption' || Object.hasOwn(rules.ENDS_IN_TABLE, name)) {
      this.#stack.closeInScope(isNamed, rules.TABLE_SCOPE);
    } else if (rules.SPECIAL.has(name)) {
      this.#stack.closeInScope(isNamed, rules.SCOPE);
    } else this.#stack.closeInline(name);
  }

  finish(): PageDocument {
    this.#flush();
    return { root: this.#root, baseHref: this.#baseHref };
  }

  #flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    if (this.#stack.top === this.#head) {
      if (text.trim() === '') return;
      this.#enterBody();
    }
    this.#stack.top.append({ kind: 'text', text, parent: this.#stack.top });
  }

  /** A second <html> or <body> only adds the attributes that are not there yet. */
  #openRoot(name: 'html' | 'head' | 'body', attributes: Attributes): void {
    const element = name === 'html' ? this.#root : name === 'head' ? this.#head : this.#body;
    if (name === 'body' && !this.#inBody) this.#enterBody();
    if (attributes !== NO_ATTRIBUTES) element.attributes = { ...attributes, ...element.attributes };
  }

  #enterBody(): void {
    this.#inBody = true;
    this.#stack = new OpenStack(this.#root, this.#body);
  }

  #noteBase(attributes: Attributes): void {
    if (this.#baseHref !== undefined || attributes['href'] === undefined) return;
    if (this.#stack.search((element) => element.name === 'template' || element.svg, NO_SCOPE) < 0) {
      this.#baseHref = attributes['href'];
    }
  }

  #leaveForeign(): void {
    while (this.closesItself) this.#stack.pop();
  }

  /** Ends what the start tag `name` ends. False when the tag itself is to be ignored. */
  #endImplied(name: string): boolean {
    if (!rules.ENDS_OTHERS.has(name)) return true;
    if (Object.hasOwn(rules.ENDS_IN_TABLE, name)) return this.#endInTable(name);
    switch (name) {
      case 'a':
        if (this.#stack.top.anchor !== undefined) this.#closeAnchor();
        return true;
      case 'li':
        this.#stack.endItem((element) => element.name === 'li');
        break;
      case 'dd':
      case 'dt':
        this.#stack.endItem((element) => element.name === 'dd' || element.name === 'dt');
        break;
      case 'option':
      case 'optgroup':
        this.#stack.closeInScope((element) => element.name === name, OPTION_SCOPE[name]);
        break;
      case 'button':
        this.#stack.closeInScope((element) => element.name === 'button', rules.SCOPE);
        break;
      case 'rt':
      case 'rp':
        if (this.#stack.top.name === 'rt' || this.#stack.top.name === 'rp') this.#stack.pop();
        break;
      case 'table':
        if (TABLE_CONTEXT.has(this.#stack.top.name))
          this.#stack.closeInScope((element) => element.name === 'table', NO_SCOPE);
        break;
    }
    if (rules.ENDS_PARAGRAPH.has(name)) {
      this.#closeParagraph();
      if (rules.HEADINGS.has(name) && rules.HEADINGS.has(this.#stack.top.name)) this.#stack.pop();
    }
    return true;
  }

  #closeParagraph(): void {
    const { paragraph } = this.#stack.top;
    if (paragraph !== undefined) this.#stack.popThrough(paragraph);
  }

  #endInTable(name: string): boolean {
    const table = this.#stack.search((element) => rules.TABLE_SCOPE.has(element.name), NO_SCOPE);
    const scope = this.#stack.at(table)?.name;
    if (scope !== 'table') return scope === 'template';
    this.#stack.endAbove(table, rules.ENDS_IN_TABLE[name] ?? NO_SCOPE);
    if (name === 'td' || name === 'th') this.#stack.clearTo(table, ROW_CONTEXT);
    else if (name === 'tr') this.#stack.clearTo(table, BODY_CONTEXT);
    else this.#stack.popTo(table + 1);
    if (this.#stack.top.name === 'table' && (name === 'tr' || name === 'td' || name === 'th'))
      this.#stack.push('tbody', NO_ATTRIBUTES);
    if (this.#stack.top.name !== 'tr' && (name === 'td' || name === 'th')) this.#stack.push('tr', NO_ATTRIBUTES);
    return true;
  }

  /**
   * Ends the open anchor. Blocks that were opened inside it and are still open go on after it as copies, which is what
   * the standard's adoption agency comes to.
   */
  #closeAnchor(): void {
    const { anchor } = this.#stack.top;
    if (anchor === undefined) return;
    const blocks = this.#stack.popThrough(anchor).filter((element) => rules.SPECIAL.has(element.name));
    for (const block of blocks) this.#stack.push(block.name, block.attributes);
  }

  /** A form's end tag takes the form alone off the stack; what is open inside stays open. */
  #removeForm(): void {
    const at = this.#stack.search((element) => element.name === 'form', rules.SCOPE);
    if (at >= 0) this.#stack.remove(at);
  }
}

const TABLE_CONTEXT: ReadonlySet<string> = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr']);
const BODY_CONTEXT: ReadonlySet<string> = new Set(['tbody', 'thead', 'tfoot']);
const ROW_CONTEXT: ReadonlySet<string> = new Set(['tbody', 'thead', 'tfoot', 'tr']);
const OPTION_SCOPE = {
  option: new Set([...rules.SCOPE, 'select', 'datalist', 'optgroup']),
  optgroup: new Set([...rules.SCOPE, 'select', 'datalist']),
} as const;
