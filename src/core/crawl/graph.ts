/** The links between the pages of a crawl, visited or only found. */
import type { CrawledPage, LinkGraph } from './crawl-result.js';
import { urlKey } from './identity.js';

/** A graph of this size is 3 MB of JSON; what comes later is left out and said. */
const NODES_MAX = 10_000;
const EDGES_MAX = 50_000;

export class GraphBuilder {
  /** Grows with what is added. */
  readonly graph: LinkGraph;
  readonly #places: Map<string, number>;
  readonly #edges: Set<string>;

  constructor(graph: LinkGraph = { nodes: [], edges: [] }) {
    this.graph = structuredClone(graph);
    this.#places = new Map(graph.nodes.map(({ url }, i) => [urlKey(url), i]));
    this.#edges = new Set(graph.edges.map(({ from, to }) => `${from}>${to}`));
  }

  visited(url: string, depth: number, { title, result_id }: Partial<CrawledPage>): void {
    const place = this.#place(url, depth);
    const node = place === undefined ? undefined : this.graph.nodes[place];
    if (node === undefined) return;
    node.visited = true;
    if (title !== undefined) node.title = title;
    if (result_id !== undefined) node.result_id = result_id;
  }

  link(fromUrl: string, toUrl: string, depth: number): void {
    const from = this.#place(fromUrl, depth);
    const to = this.#place(toUrl, depth + 1);
    if (from === undefined || to === undefined || from === to || this.#edges.has(`${from}>${to}`)) return;
    if (this.graph.edges.length >= EDGES_MAX) {
      this.graph.cut = true;
      return;
    }
    this.#edges.add(`${from}>${to}`);
    this.graph.edges.push({ from, to });
  }

  #place(url: string, depth: number): number | undefined {
    const key = urlKey(url);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.graph.nodes.length >= NODES_MAX) {
      this.graph.cut = true;
      return undefined;
    }
    this.#places.set(key, this.graph.nodes.length);
    this.graph.nodes.push({ url, depth, visited: false });
    return this.graph.nodes.length - 1;
  }
}
