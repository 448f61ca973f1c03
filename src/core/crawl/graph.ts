/** The links between the pages of a crawl, visited or only found. */
import type { CrawledPage, LinkGraph } from './crawl-result.js';

/** A graph of this size is 3 MB of JSON; what comes later is left out and said. */
const NODES_MAX = 10_000;
const EDGES_MAX = 50_000;

export class GraphBuilder {
  readonly #graph: LinkGraph;
  readonly #places: Map<string, number>;
  readonly #edges: Set<string>;
  readonly #keyOf: (url: string) => string;

  constructor(keyOf: (url: string) => string, graph: LinkGraph = { nodes: [], edges: [] }) {
    this.#keyOf = keyOf;
    this.#graph = structuredClone(graph);
    this.#places = new Map(graph.nodes.map(({ url }, i) => [keyOf(url), i]));
    this.#edges = new Set(graph.edges.map(({ from, to }) => `${from}>${to}`));
  }

  visited(url: string, depth: number, { title, result_id }: Partial<CrawledPage>): void {
    const place = this.#place(url, depth);
    const node = place === undefined ? undefined : this.#graph.nodes[place];
    if (node === undefined) return;
    node.visited = true;
    if (title !== undefined) node.title = title;
    if (result_id !== undefined) node.result_id = result_id;
  }

  link(fromUrl: string, toUrl: string, depth: number): void {
    const from = this.#place(fromUrl, depth);
    const to = this.#place(toUrl, depth + 1);
    if (from === undefined || to === undefined || from === to || this.#edges.has(`${from}>${to}`)) return;
    if (this.#graph.edges.length >= EDGES_MAX) {
      this.#graph.cut = true;
      return;
    }
    this.#edges.add(`${from}>${to}`);
    this.#graph.edges.push({ from, to });
  }

  graph(): LinkGraph {
    return this.#graph;
  }

  #place(url: string, depth: number): number | undefined {
    const key = this.#keyOf(url);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#graph.nodes.length >= NODES_MAX) {
      this.#graph.cut = true;
      return undefined;
    }
    this.#places.set(key, this.#graph.nodes.length);
    this.#graph.nodes.push({ url, depth, visited: false });
    return this.#graph.nodes.length - 1;
  }
}
