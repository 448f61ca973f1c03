/// <reference lib="dom" />
/** Functions that run in a world of their own beside the page's scripts, each complete in itself. */

/** Before the library's script: what it sends is kept for `webloupeNext`, which waits until there is something new. */
export function openConsentPort(): void {
  const evals: { id: string; code: string }[] = [];
  let lifecycle = '';
  let attempts = 0;
  let wake = () => {};
  Object.assign(window, {
    // Without it the script starts at once instead of when the page is idle.
    requestIdleCallback: undefined,
    autoconsentSendMessage(message: {
      type: string;
      id?: string;
      code?: string;
      state?: { lifecycle: string; findCmpAttempts: number };
    }) {
      if (message.type === 'eval' && message.id !== undefined && message.code !== undefined)
        evals.push({ id: message.id, code: message.code });
      else if (message.state !== undefined) ({ lifecycle, findCmpAttempts: attempts } = message.state);
      wake();
    },
    async webloupeNext(known: readonly [lifecycle: string, attempts: number]) {
      if (evals.length === 0 && lifecycle === known[0] && attempts === known[1])
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return { lifecycle, attempts, evals: evals.splice(0, 10) };
    },
  });
}

interface BannerRequest {
  /** Sources of regular expressions: names in markup, words in text, addresses of scripts that bring a banner. */
  readonly names: string;
  readonly words: string;
  readonly scripts: string;
  readonly remove: boolean;
}

/**
 * Looks for what floats over the page and is about consent; with `remove`, takes it out, and lets the page be scrolled
 * again. `shown`: how many there are; `expected`: the page has what brings a banner.
 */
export function findBanners({ names, words, scripts, remove }: BannerRequest): { shown: number; expected: boolean } {
  const textMax = 4_000;
  const layersMax = 5;
  const named = new RegExp(names, 'i');
  const worded = new RegExp(words, 'i');
  const brings = new RegExp(scripts, 'i');
  const isDialog = (element: Element) =>
    element.matches('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]');
  const labels = (element: Element) =>
    ['id', 'class', 'aria-label', 'name', 'title', 'src', 'data-testid']
      .map((name) => (name === 'src' && element.localName !== 'iframe' ? '' : (element.getAttribute(name) ?? '')))
      .join(' ');
  /** The outermost floating box around what is seen at a point. */
  const floatingAt = (x: number, y: number) => {
    let found: HTMLElement | undefined;
    for (let at = document.elementFromPoint(x, y); at !== null && at !== document.body; at = at.parentElement) {
      if (!(at instanceof HTMLElement) || at === document.documentElement) continue;
      // What floats inside a shadow root is seen as its host.
      const shadow = at.shadowRoot !== null && at.getBoundingClientRect().height === 0;
      const position = getComputedStyle(at).position;
      if (shadow || position === 'fixed' || position === 'sticky' || isDialog(at)) found = at;
    }
    return found;
  };
  const textOf = (element: HTMLElement) => element.innerText || (element.shadowRoot?.textContent ?? '');
  const holdsPage = (element: Element) =>
    element.matches('header, nav, main') || element.querySelector('main, article, h1, nav') !== null;
  const isBanner = (element: HTMLElement) => {
    const text = textOf(element);
    if (holdsPage(element) || text.length > textMax) return false;
    if (named.test(labels(element)) || [...element.querySelectorAll('iframe')].some((each) => named.test(labels(each))))
      return true;
    const inside = element.shadowRoot ?? element;
    return worded.test(text) && inside.querySelector('button, [role=button], input[type=button], a') !== null;
  };
  const isBackdrop = (element: HTMLElement) => {
    const box = element.getBoundingClientRect();
    const covers = box.width >= innerWidth * 0.95 && box.height >= innerHeight * 0.95;
    return covers && textOf(element).trim() === '' && element.querySelector('img, video, canvas, iframe') === null;
  };
  const columns = [0.03, 0.25, 0.5, 0.75, 0.97];
  const rows = [0.03, 0.12, 0.3, 0.5, 0.7, 0.88, 0.97];
  const floating = () => {
    const points = columns.flatMap((x) => rows.map((y) => floatingAt(x * innerWidth, y * innerHeight)));
    return [...new Set(points)].filter((each) => each !== undefined);
  };
  let shown = 0;
  for (let layer = 0; layer < layersMax; layer++) {
    const found = floating().filter((each) => isBanner(each) || (shown > 0 && isBackdrop(each)));
    shown += found.length;
    if (!remove || found.length === 0) break;
    for (const element of found) element.remove();
  }
  if (remove && document.body !== null) {
    for (const root of [document.documentElement, document.body]) {
      if (getComputedStyle(root).overflowY === 'hidden') root.style.setProperty('overflow', 'visible', 'important');
      if (getComputedStyle(root).position === 'fixed') root.style.setProperty('position', 'static', 'important');
    }
  }
  const locator = 'iframe[name=__tcfapiLocator], iframe[name=__gppLocator], iframe[name=__cmpLocator]';
  const isExpected = () => [...document.scripts].some(({ src }) => brings.test(src));
  return { shown, expected: document.querySelector(locator) !== null || isExpected() };
}
