/**
 * Tokens to tree, by the rules of the HTML standard's tree construction (13.2.6) that change where links, text and
 * media stand: implied head and body, implied end tags, tables and what is put before them, anchors that do not nest
 * and go on in later blocks, foreign content. Left out, since they move nothing that is extracted: other formatting
 * elements reopened in later blocks.
 */
import { closeTag, closeTop } from './end-tags.js';
import * as rules from './implied-ends.js';
import { type Name, nameOf } from './names.js';
import { type Attributes, OpenElement, OpenText } from './open-element.js';
import { OpenParts } from './open-parts.js';
import { OpenStack } from './open-stack.js';
import { endOthers, endsForeign } from './start-tags.js';
import { NO_ATTRIBUTES, type PageDocument } from './tree.js';

/** The doctypes of the nineties (13.2.6.4.1), but for some that nobody wrote. */
const OLD_DOCTYPE =
  /^doctype\s+html\s+public\s+["'](?:html["']|-\/\/(?:ietf\/\/dtd html|netscape|microsoft|softquad|w3o|w3c\/\/dtd html (?:3|4\.0 (?:frameset|transitional)|4\.01 (?:frameset|transitional)\/\/[^"']*["']\s*$)))/i;

function isModern(declaration: string): boolean {
  return /^doctype\s*html\b/i.test(declaration) && !OLD_DOCTYPE.test(declaration);
}

const IMG = nameOf('img');
const BR = nameOf('br');

export class TreeBuilder {
  readonly #root = new OpenElement(nameOf('html'), NO_ATTRIBUTES, 0, undefined, undefined);
  readonly #head = new OpenElement(nameOf('head'), NO_ATTRIBUTES, 0, this.#root, this.#root);
  readonly #body = new OpenElement(nameOf('body'), NO_ATTRIBUTES, 0, this.#root, this.#root);
  readonly #open = new OpenParts(this.#root, this.#head);
  #inBody = false;
  #text = '';
  #baseHref: string | undefined;

  constructor() {
    this.#root.append(this.#head);
    this.#root.append(this.#body);
  }

  /** In foreign content: a tag written `<name/>` is closed by that. */
  get inForeign(): boolean {
    return this.#open.inForeign;
  }

  /** The current element is one of SVG or MathML: no text of it is raw. */
  get topIsForeign(): boolean {
    return this.#open.stack.top.foreign;
  }

  /** Text below the current element is no markup. */
  get inRaw(): boolean {
    return (this.#open.stack.top.flags & rules.RAW) !== 0;
  }

  /** Text below the current element is no markup, and holds no character references. */
  get inRawText(): boolean {
    const { top } = this.#open.stack;
    return rules.PLAIN_TEXT.has(top.name) && !top.foreign;
  }

  /** What stands in `<!…>`; a doctype counts before the first element only. */
  declaration(text: string): void {
    if (!this.#inBody && this.#head.children.length === 0 && isModern(text)) this.#open.quirks = false;
  }

  text(text: string): void {
    this.#text += text;
  }

  /** `marks`: those of the attributes. */
  open(tag: Name, attributes: Attributes, marks: number, selfClosing: boolean): void {
    this.#flush();
    const open = this.#open;
    if (open.stack.top.foreign && this.#openForeign(tag, attributes, marks, selfClosing)) return;
    const made = tag.name === 'image' ? IMG : tag;
    const { name, flags } = made;
    if (name === 'html' || name === 'head' || name === 'body') {
      this.#openRoot(name, attributes, marks);
      return;
    }
    if (open.stack.top === this.#head && !(flags & rules.HEAD_ONLY)) this.#enterBody(name);
    if (flags & rules.ENDS_OTHERS && !endOthers(open, name, flags)) return;
    if (!(flags & rules.OPENS_NO_ANCHOR)) open.reopenAnchor();
    const element = open.insert(made, attributes, marks);
    if (name === 'a') open.anchors.current = element;
    else if (flags & rules.MARKER) open.anchors.enterMarker();
    else if (name === 'base') this.#noteBase(attributes);
    else if (name === 'form') this.#noteForm(element);
    if (flags & rules.VOID || (selfClosing && element.foreign)) open.stack.pop();
  }

  close(name: string): void {
    this.#flush();
    const open = this.#open;
    const { top } = open.stack;
    if (top.name === name && top !== this.#body && top !== this.#head) closeTop(open);
    else if (top.foreign && this.#closeForeign(name)) return;
    else if (name === 'br') this.open(BR, NO_ATTRIBUTES, 0, false);
    else if (name === 'head' && !this.#inBody) this.#closeHead();
    else if (name !== 'html' && name !== 'body' && name !== 'head') closeTag(open, name);
  }

  finish(): PageDocument {
    this.#flush();
    return { root: this.#root, baseHref: this.#baseHref };
  }

  #flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    const { top } = this.#open.stack;
    if (top === this.#head || top.flags & rules.TABLE_CONTEXT) {
      // White space stays where it is, in a table; in the head it is nothing.
      if (text.trim() === '') {
        if (top !== this.#head) top.append(new OpenText(text, top));
        return;
      }
      if (top === this.#head) this.#enterBody('');
    }
    if (!this.inForeign && !(top.flags & rules.RAW)) this.#open.reopenAnchor();
    const { stack } = this.#open;
    const parent = stack.top;
    if (parent.flags & rules.TABLE_CONTEXT) {
      const beside = stack.besideTable();
      beside.parent.insertBefore(new OpenText(text, beside.parent), beside.table);
    } else parent.append(new OpenText(text, parent));
  }

  /** A second <html> or <body> only adds the attributes that are not there yet. */
  #openRoot(name: 'html' | 'head' | 'body', attributes: Attributes, marks: number): void {
    const element = name === 'html' ? this.#root : name === 'head' ? this.#head : this.#body;
    if (name === 'body' && !this.#inBody && !this.#inTemplate) this.#enterBody(name);
    element.addAttributes(attributes, marks);
  }

  /** What follows a <frameset> that stands for the body is no page: it goes into an element that stands nowhere. */
  #enterBody(first: string): void {
    this.#inBody = true;
    const body =
      first === 'frameset' ? new OpenElement(nameOf(first), NO_ATTRIBUTES, 0, undefined, this.#root) : this.#body;
    this.#open.stack = new OpenStack(this.#root, body);
  }

  #closeHead(): void {
    if (!this.#inTemplate) this.#open.stack.popTo(2);
  }

  /** Open in the head: what follows is no page, until it ends. */
  get #inTemplate(): boolean {
    return this.#open.stack.at(2)?.name === 'template';
  }

  /** False when the tag ends the foreign content, or stands where HTML is again. */
  #openForeign(tag: Name, attributes: Attributes, marks: number, selfClosing: boolean): boolean {
    const open = this.#open;
    if (open.inForeign && endsForeign(tag.name, attributes)) open.leaveForeign();
    if (!open.inForeign) return false;
    open.stack.push(tag, attributes, marks);
    if (selfClosing) open.stack.pop();
    return true;
  }

  #closeForeign(name: string): boolean {
    if (name === 'p' || name === 'br') this.#open.leaveForeign();
    return this.#open.stack.closeForeign(name);
  }

  #noteBase(attributes: Attributes): void {
    if (this.#baseHref !== undefined || attributes['href'] === undefined) return;
    const isTemplate = (element: OpenElement) => element.name === 'template';
    if (this.#open.stack.search(isTemplate, 0) < 0) this.#baseHref = attributes['href'];
  }

  /** A form between a table's cells is empty, whatever it was written around. */
  #noteForm(element: OpenElement): void {
    this.#open.form = element;
    if (element.inTable) this.#open.stack.pop();
  }
}
