/** The images, videos and audio of a page, gathered in one walk. */
import { PICTURE } from '../document/names.js';
import type { ElementNode } from '../document/tree.js';
import type { Position, Visitor } from '../document/walk.js';
import { type ImageElements, imageElements } from './image-elements.js';
import { extensionOf, looksLikeImageUrl } from './image-format.js';
import { gatherImages } from './images.js';
import { jsonldPlayers } from './jsonld-media.js';
import { imageFilter } from './media-filters.js';
import type { MediaMap } from './media-item.js';
import { isMediaExtension } from './media-type.js';
import { openGraphMedia } from './open-graph-media.js';
import type { PageContext } from './page-context.js';
import { playerElements } from './player-elements.js';
import { gatherPlayers } from './players.js';
import { scriptPlayers } from './script-players.js';
import { surroundings } from './surroundings.js';

/** `filtered`: how many images each option took away, by its name; to be looked at after `result`. */
export function imageAndPlayerVisitor(
  ctx: PageContext,
): Visitor & { result(): MediaMap; readonly filtered: Readonly<Record<string, number>> } {
  const near = surroundings(ctx);
  const leftOutBy = imageFilter(ctx);
  const images = leftOutBy && gatherImages(ctx, leftOutBy);
  const pictures: ImageElements | undefined = images && imageElements(ctx, images, near);
  const players = gatherPlayers(ctx);
  const playing = playerElements(players, near);
  const scripts = scriptPlayers(players);
  const openGraph = openGraphMedia(ctx);
  /** Links to files that play: no media of the page, but to be named in an answer without links. */
  const files = new Set<string>();

  /** Elements that are neither image nor player by their name. */
  const other = (element: ElementNode, at: Position) => {
    const isCustom = element.name.includes('-');
    const isImage = isCustom && looksLikeImageUrl(element.attributes['src'] ?? '');
    if (isImage) pictures?.img(element, at);
    else if (isCustom) playing.custom(element, at);
    if (!(element.marks & PICTURE)) return;
    if (!isImage) pictures?.background(element, at);
    playing.data(element, at);
  };

  const addFile = ({ attributes: { href = '' } }: ElementNode) => {
    if (isMediaExtension(extensionOf(href.replace(/[?#].*/s, '')))) files.add(href);
  };

  return {
    filtered: images?.filtered ?? {},
    enter(element, at) {
      switch (element.name) {
        case 'img':
        case 'amp-img':
        case 'amp-anim':
          // Left out or not, it has the text beside it: what a player is called does not depend on the images wanted.
          if (pictures === undefined) near.place(element, at);
          else pictures.img(element, at);
          // What is played when it is clicked, or pointed at.
          if (element.marks & PICTURE) playing.data(element, at);
          return;
        case 'a':
          if (!ctx.request.want.links) addFile(element);
          pictures?.openLink(element);
          return other(element, at);
        case 'image':
          return element.svg ? pictures?.svgImage(element, at) : pictures?.img(element, at);
        case 'picture':
          return pictures?.openPicture(element);
        case 'input':
          return pictures?.input(element, at);
        case 'link':
          return pictures?.link(element, at);
        case 'source':
          if (!playing.isOpen()) pictures?.source(element, at);
          return playing.source(element, at);
        case 'video':
        case 'amp-video':
          return playing.open('video', element, at);
        case 'audio':
        case 'amp-audio':
          return playing.open('audio', element, at);
        case 'track':
          return playing.track(element);
        case 'embed':
        case 'object':
          pictures?.embed(element, at);
          return playing.embed(element, at);
        case 'iframe':
        case 'amp-iframe':
        case 'blockquote':
          return playing.embed(element, at);
        case 'meta':
          return openGraph.meta(element);
        case 'script':
          playing.script(element);
          scripts.add(element);
          return jsonldPlayers(element, players);
        case 'figure':
          near.openFigure(element);
          return other(element, at);
        case 'figcaption':
          return near.openCaption();
        default:
          return other(element, at);
      }
    },
    leave(element) {
      switch (element.name) {
        case 'a':
          return pictures?.closeLink(element);
        case 'picture':
          return pictures?.closePicture(element);
        case 'video':
        case 'audio':
        case 'amp-video':
        case 'amp-audio':
          return playing.close(element);
        case 'figure':
          return near.closeFigure(element);
        case 'figcaption':
          return near.closeCaption();
      }
    },
    text(node, at) {
      // What stands inside a player is shown only where it cannot play.
      if (!playing.isOpen()) near.text(node, at);
    },
    result() {
      openGraph.finish(images, players);
      if (players.isEmpty()) scripts.finish();
      let groups = 0;
      const nextGroupId = () => groups++;
      const played = players.result(near, nextGroupId);
      if (files.size > 0 && played.videos.length + played.audio.length === 0)
        ctx.warn(
          `no player stands on the page, but ${files.size === 1 ? '1 link leads' : `${files.size} links lead`} to audio or video files: see extract_links`,
        );
      return { images: images?.result(near, nextGroupId) ?? [], ...played };
    },
  };
}
