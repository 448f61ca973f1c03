/** What an operator who says nothing about the network says. */
import type { EgressOptions } from '../../src/core/egress/egress-options.js';

export const DEFAULT_EGRESS: EgressOptions = { allowHost: [], blockHost: [], connectTo: [], resolve: [] };
