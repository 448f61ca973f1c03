import { getEncoding } from 'js-tiktoken';

const o200k = getEncoding('o200k_base');

/** True o200k tokens: what an agent pays. */
export const tokensOf = (value: unknown): number =>
  o200k.encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
