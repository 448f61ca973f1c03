/** What the policy says about an address, told without a connection. */
import { isIP } from 'node:net';
import { asLoupeError } from '../errors.js';
import { parseUrl, withoutCredentials } from '../url.js';
import { type EgressPolicy, portOf } from './address-policy.js';
import { type Connector, createConnector } from './connect.js';
import { type Resolver, systemResolver } from './resolver.js';

interface CheckedUrl {
  /** The URL in its normal form, without credentials; as given where it cannot be parsed. */
  readonly url: string;
  readonly verdict: 'allow' | 'block';
  readonly reason: string;
  /** What the name resolved to. For the operator: no tool shows it to an agent. */
  readonly addresses: readonly string[];
}

interface CheckOptions {
  readonly resolver?: Resolver;
  /** Answers for the name of this URL, in place of the resolver's. */
  readonly answers?: readonly string[] | undefined;
}

/** Never throws: what cannot be parsed or resolved is blocked, with the reason. */
export async function checkUrl(policy: EgressPolicy, text: string, options: CheckOptions): Promise<CheckedUrl> {
  const url = parseUrl(text);
  if (url === undefined)
    return { url: withoutCredentials(text), verdict: 'block', reason: 'this is no URL', addresses: [] };
  const shown = withoutCredentials(url);
  const { answers } = options;
  const verdict = policy.judgeUrl(url, answers !== undefined);
  const route = policy.route(url.hostname, portOf(url));
  if (verdict.verdict === 'block' || route.upstream !== undefined)
    return { url: shown, verdict: verdict.verdict, reason: verdict.reason, addresses: [] };
  const addresses: string[] = [];
  const recording: EgressPolicy = {
    ...policy,
    judgeTarget: () => verdict,
    answersFor: (host, port) => policy.answersFor(host, port) ?? answers,
    judgeAnswer(to, address) {
      addresses.push(address);
      return policy.judgeAnswer(to, address);
    },
  };
  const connector: Connector = createConnector(recording, options.resolver ?? systemResolver);
  try {
    await connector.addresses(url.hostname, portOf(url), new AbortController().signal);
    const reason =
      isIP(route.host) !== 0 || route.vouched ? verdict.reason : `${verdict.reason}, and so are its addresses`;
    return { url: shown, verdict: 'allow', reason, addresses };
  } catch (thrown) {
    const error = asLoupeError(thrown);
    const reason =
      error.cause instanceof Error && error.code === 'blocked_address' ? error.cause.message : error.message;
    return { url: shown, verdict: 'block', reason, addresses };
  }
}
