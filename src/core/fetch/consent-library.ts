/**
 * The maintained rules for consent managers (@duckduckgo/autoconsent, MPL-2.0): its content script and its rules, read
 * when a page is to be rid of its banner for the first time.
 */
import { readFile } from 'node:fs/promises';
import { filterCompactRules, type IndexedCMPRuleset } from '@duckduckgo/autoconsent';

export interface ConsentLibrary {
  /** Runs in a frame; talks through two functions it finds and puts on `window`. */
  readonly script: string;
  /** The message that starts the script in a frame with this address: what to do, and the rules that apply there. */
  startMessage(url: string, isMainFrame: boolean): string;
  /** Whether there are rules for just this address. */
  hasRulesFor(frameUrl: string): boolean;
}

/** As the package lies there; the build puts copies beside its own files. */
const FILES = import.meta.url.endsWith('.ts')
  ? new URL('../../../node_modules/@duckduckgo/autoconsent/', import.meta.url)
  : new URL('./autoconsent/', import.meta.url);

const CONFIG = {
  enabled: true,
  autoAction: 'optOut',
  // Hiding what may become a banner is against flicker, which nobody sees here.
  enablePrehide: false,
  enableCosmeticRules: true,
  enableGeneratedRules: true,
  // Of a banner without a rule only a button that rejects is clicked, never one that accepts.
  heuristicMode: 'reject',
  logs: { errors: false },
} as const;

export async function readConsentLibrary(): Promise<ConsentLibrary> {
  const [script, json] = await Promise.all(
    ['dist/autoconsent.playwright.js', 'rules/compact-rules.json'].map((file) =>
      readFile(new URL(file, FILES), 'utf8'),
    ),
  );
  const all: IndexedCMPRuleset = JSON.parse(json ?? '');
  return {
    script: script ?? '',
    startMessage(url, mainFrame) {
      const rules = { autoconsent: [], compact: filterCompactRules(all, { url, mainFrame }) };
      return JSON.stringify({ type: 'initResp', config: CONFIG, rules });
    },
    hasRulesFor: (url) => filterCompactRules(all, { url, mainFrame: false }).r.some((rule) => rule[3] !== ''),
  };
}
