/** What fields of the run config are made of. */
import * as z from 'zod';

/** What a field means: in full for people and the JSON Schema, in brief (or not at all) for tools/list, whose tokens every session pays. */
export const words = (description: string, brief = '') => ({ description, brief });
export const int = (min: number, max: number) => z.number().int().min(min).max(max);
export const flag = () => z.boolean().default(false);
/** Selectors of the caller are run on hostile pages: short ones only. */
export const selector = () => z.string().min(1).max(500);
export const domains = () => z.array(z.string().min(1).max(253)).max(1000);
export const globs = () => z.array(z.string().min(1).max(500)).min(1).max(100);
