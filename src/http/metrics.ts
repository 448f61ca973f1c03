/** What Prometheus reads at /metrics. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineStatus } from '../core/engine.js';

/** From a kept page to a crawl at its time budget. */
const DURATION_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60];

/** What is read at the moment of asking. */
interface Gauges {
  engine(): EngineStatus;
  running(): number;
  waiting(): number;
  sessions(): number;
}

export class Metrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'tool' | 'outcome'>;
  readonly #durations: Histogram<'tool'>;
  readonly #requests: Counter<'status'>;
  readonly #engine: () => EngineStatus;
  readonly #pages: Gauge;
  readonly #kept: Gauge;
  readonly #lookups: Counter;
  readonly #bytes: Counter;
  readonly #starts: Counter;

  constructor(gauges: Gauges) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#calls = new Counter({
      name: 'webloupe_calls_total',
      help: 'Tool calls answered, by tool and by outcome: ok or the error code',
      labelNames: ['tool', 'outcome'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'webloupe_call_duration_seconds',
      help: 'Time from the start of a tool call to its answer, waiting included',
      labelNames: ['tool'],
      buckets: DURATION_BUCKETS_S,
      registers,
    });
    this.#requests = new Counter({
      name: 'webloupe_http_requests_total',
      help: 'HTTP requests answered, by status',
      labelNames: ['status'],
      registers,
    });
    this.#gauge('webloupe_calls_running', 'Tool calls that run now', gauges.running);
    this.#gauge('webloupe_calls_waiting', 'Tool calls that wait for their turn', gauges.waiting);
    this.#gauge('webloupe_sessions', 'Sessions kept', gauges.sessions);
    this.#engine = gauges.engine;
    const gauge = (name: string, help: string, label: string) =>
      new Gauge({ name, help, labelNames: [label], registers });
    const counter = (name: string, help: string, label: string) =>
      new Counter({ name, help, labelNames: [label], registers });
    this.#pages = gauge('webloupe_pages', 'Pages that are open or wait', 'state');
    this.#kept = gauge('webloupe_kept_bytes', 'Bytes of results and of cached pages', 'store');
    this.#lookups = counter('webloupe_page_cache_lookups_total', 'Lookups in the page cache', 'result');
    this.#bytes = new Counter({ name: 'webloupe_page_bytes_total', help: 'Bytes of the pages loaded', registers });
    this.#starts = new Counter({
      name: 'webloupe_browser_starts_total',
      help: 'Browsers started: all but the first are restarts',
      registers,
    });
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  called(tool: string, outcome: string, durationMs: number): void {
    this.#calls.inc({ tool, outcome });
    this.#durations.observe({ tool }, durationMs / 1000);
  }

  answered(status: number): void {
    this.#requests.inc({ status });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    const status = this.#engine();
    this.#pages.set({ state: 'open' }, status.pagesOpen);
    this.#pages.set({ state: 'waiting' }, status.pagesWaiting);
    this.#kept.set({ store: 'results' }, status.resultsBytes);
    this.#kept.set({ store: 'page_cache' }, status.cacheBytes);
    // The engine counts for itself: the counters are set anew to what it says.
    for (const counter of [this.#lookups, this.#bytes, this.#starts]) counter.reset();
    this.#lookups.inc({ result: 'hit' }, status.cacheHits);
    this.#lookups.inc({ result: 'miss' }, status.cacheMisses);
    this.#bytes.inc(status.pageBytes);
    this.#starts.inc(status.browserStarts);
    return await this.#registry.metrics();
  }
}
