/// <reference lib="dom" />
/** What players play that a script feeds: a function that runs inside each frame, complete in itself. */

/**
 * Names, as `data-src`, what the script of a player loaded for it where its own address is a blob:, which means nothing
 * elsewhere: the first playlist or file that plays, where one player of the page is fed so. Of several nobody can tell whose it is.
 */
export function nameStream(): void {
  const entriesMax = 1_000;
  const playlist = /\.(?:m3u8|mpd)$/i;
  const files = { video: /\.(?:mp4|m4v|webm|ogv)$/i, audio: /\.(?:mp[34]|m4a|aac|og[ag]|opus|wav|flac|webm)$/i };
  const fed: NodeListOf<Element> = Document.prototype.querySelectorAll.call(
    document,
    ':is(video, audio)[src^="blob:"], :is(video, audio) > source[src^="blob:"]',
  );
  const players = new Set(Array.from(fed, (one) => Element.prototype.closest.call(one, 'video, audio')));
  const [player] = players;
  if (players.size !== 1 || player == null || Element.prototype.hasAttribute.call(player, 'data-src')) return;
  const byScript = /^(?:fetch|xmlhttprequest)$/;
  const loaded = performance
    .getEntriesByType('resource')
    .slice(0, entriesMax)
    .filter((entry) => entry instanceof PerformanceResourceTiming && byScript.test(entry.initiatorType))
    .filter(({ name }) => URL.canParse(name));
  const first = (ends: RegExp) => loaded.find(({ name }) => ends.test(new URL(name).pathname));
  const stream = first(playlist) ?? first(player.localName === 'audio' ? files.audio : files.video);
  if (stream !== undefined) Element.prototype.setAttribute.call(player, 'data-src', stream.name);
}
