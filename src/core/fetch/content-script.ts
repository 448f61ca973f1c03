/// <reference lib="dom" />
/** How much is on the page, and what it is called: functions that run inside it, each complete in itself. */

/**
 * Beside navigation, headers and footers: characters a person sees, counted up to `charsMax`; links that lead elsewhere; and whether there are
 * pictures or frames. Of the whole: whether there are scripts, links or controls around that, and whether what a person sees
 * holds the place of what has yet to come ("Loading...", a skeleton); and how much stands in its
 * shadow roots, at most 200 characters beside much text, but for what lies over the page there, as banners for cookies do. Looks at no more than it needs: laying out a large page for its `innerText` takes seconds.
 */
export function contentAmount({ charsMax, loadingWords }: { charsMax: number; loadingWords: string }): {
  chars: number;
  links: number;
  media: boolean;
  scripts: boolean;
  surroundings: boolean;
  shadowChars: number;
  pending: boolean;
} {
  const placeholder =
    '[aria-busy=true], [class*=skeleton i], [class*=shimmer i], [class*=spinner i], [class*=loader i], [class*=loading i]';
  /** A name of its own, not the end of another ("downloader", "lazyloading"). */
  const placeholderName =
    /(?:^|[\s_-])(?:skeleton|shimmer|spinner|loader|loading)|Skeleton|Shimmer|Spinner|Loader|Loading/;
  const contentIn = 'a, img, picture, video, audio, canvas, iframe, object, embed, input, button';
  const loading = new RegExp(`^${loadingWords}(?:.{0,30}(?:\\.\\.\\.?|…))?$`, 'i');
  const placeholderChars = 40;
  const placeholdersMax = 50;
  const littleChars = 200;
  const elementsMax = 5_000;
  const textsMax = 2_000;
  const linksMax = 1_000;
  const isBeside = (element: Element | null) => element?.closest('nav, header, footer, aside') === null;
  const levelsMax = 30;
  const liesOver = (text: Element) => {
    let at: Element | null = text;
    for (let level = 0; at !== null && level < levelsMax; level++) {
      // What is fixed and fills the window is the page of an application.
      if (getComputedStyle(at).position === 'fixed')
        return at.clientWidth * at.clientHeight < (innerWidth * innerHeight) / 2;
      const root: Node = at.getRootNode();
      at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    }
    return false;
  };
  const seenIn = (root: Node, most = charsMax): number => {
    let chars = 0;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let count = 0; count < textsMax && chars < most && walker.nextNode() !== null; count++) {
      const length = (walker.currentNode.nodeValue ?? '').replace(/\s+/g, '').length;
      const at = walker.currentNode.parentElement;
      // A slot has no box; what it holds is shown where nothing is given for it.
      const isShownSlot = at instanceof HTMLSlotElement && at.assignedNodes().length === 0;
      const parent = isShownSlot ? at.parentElement : at;
      if (length === 0 || !isBeside(parent) || parent?.checkVisibility() !== true) continue;
      if (!(root instanceof ShadowRoot && liesOver(parent))) chars += length;
    }
    return chars;
  };
  const chars = seenIn(document.body ?? document.documentElement);
  let shadowChars = 0;
  // Beside much text it is enough to know that some of it stands there.
  const enough = chars < littleChars ? charsMax : littleChars;
  const scopes: Node[] = [document];
  for (let scope = scopes.pop(); scope !== undefined && shadowChars < enough; scope = scopes.pop()) {
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_ELEMENT);
    for (let count = 0; count < elementsMax && walker.nextNode() !== null; count++) {
      const shadowRoot = walker.currentNode instanceof Element ? walker.currentNode.shadowRoot : null;
      if (shadowRoot === null) continue;
      shadowChars += seenIn(shadowRoot, enough);
      scopes.push(shadowRoot);
    }
  }
  // "Skip to content" leads nowhere else; "#/start" is a page of an application.
  const leadsOn = (link: Element) => !/^\s*#(?![/!])/.test(link.getAttribute('href') ?? '');
  const leading = Array.from(document.links).slice(0, linksMax).filter(leadsOn);
  const leadingHere = leading.filter(isBeside);
  // What dialogs and menus keep for later stands there long before the content.
  const isShown = (element: Element) => element.checkVisibility();
  const links = leadingHere.filter(isShown).length;
  const media = Array.from(document.querySelectorAll('img, video, audio, canvas, iframe, object, embed')).some(
    (element) => isBeside(element) && isShown(element),
  );
  const isSeen = (element: Element | null) =>
    element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) === true && element.clientHeight > 0;
  const holdsPlace = (element: Element) =>
    (element.matches('[aria-busy=true]') || placeholderName.test(element.getAttribute('class') ?? '')) &&
    !element.matches(contentIn) &&
    isSeen(element) &&
    element.querySelector(contentIn) === null &&
    (element.textContent ?? '').trim().length <= placeholderChars;
  const saysLoading = () => {
    const walker = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
    for (let count = 0; count < elementsMax && walker.nextNode() !== null; count++) {
      const text = walker.currentNode.nodeValue ?? '';
      const isShort = text.length <= placeholderChars * 2;
      if (isShort && loading.test(text.trim()) && isSeen(walker.currentNode.parentElement)) return true;
    }
    return Array.from(document.images)
      .slice(0, elementsMax)
      .some((image) => loading.test(image.alt.trim()) && isSeen(image));
  };
  const pending =
    Array.from(document.querySelectorAll(placeholder)).slice(0, placeholdersMax).some(holdsPlace) || saysLoading();
  const controls = 'input:not([type=hidden]), button, select, textarea';
  const surroundings = leading.length > leadingHere.length || isSeen(document.querySelector(controls));
  return { chars, links, media, scripts: document.scripts.length > 0, surroundings, shadowChars, pending };
}

/**
 * Of a page that sends the browser on by `<meta http-equiv="refresh">` within `delayMaxS`, that it does; the title and the
 * text of a page with scripts and little else; undefined of any other. `refreshSource` and its flags read what a refresh says.
 */
export function noticeOf({
  delayMaxS,
  refreshSource,
  refreshFlags,
}: {
  delayMaxS: number;
  refreshSource: string;
  refreshFlags: string;
}): { title: string; text: string; refreshes: boolean } | undefined {
  const withoutHash = (url: string) => url.split('#', 1)[0];
  const leadsAway = ({ content }: HTMLMetaElement) => {
    const [, delay, double, single, bare] = new RegExp(refreshSource, refreshFlags).exec(content) ?? [];
    // A link knows what its address is relative to, and reads what is none as it stands.
    const link = document.createElement('a');
    link.href = (double ?? single ?? bare)?.trim() ?? '';
    const leads = /^https?:$/.test(link.protocol) && withoutHash(link.href) !== withoutHash(location.href);
    return Number(delay) <= delayMaxS && leads;
  };
  const refresh = document.querySelector<HTMLMetaElement>('meta[http-equiv=refresh i]');
  if (refresh !== null && leadsAway(refresh)) return { title: '', text: '', refreshes: true };
  const elementsMax = 200;
  const charsMax = 1_500;
  // With its scripts: laying out much text takes seconds.
  const allCharsMax = 100_000;
  const isSmall =
    document.scripts.length > 0 &&
    document.getElementsByTagName('*').length <= elementsMax &&
    (document.body.textContent ?? '').length <= allCharsMax;
  const text = isSmall ? document.body.innerText : '';
  const hasMedia = () => document.querySelector('img, video, audio, canvas, iframe, object, embed') !== null;
  if (!isSmall || text.length > charsMax || (text === '' && hasMedia())) return undefined;
  return { title: document.title, text, refreshes: false };
}
