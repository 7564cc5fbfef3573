import { fail } from '../errors';
import type { Kinds } from './kinds';

/**
 * @throws unless there is each parameter that an op has, of its kind, and no other: `where: expected strides to be two whole
 * numbers, got [1]`.
 */
export function assertParams(
  where: string,
  params: { readonly [name: string]: unknown },
  kinds: Kinds<{ readonly [name: string]: unknown }>,
): void {
  const unknown = Object.keys(params).find((name) => !Object.hasOwn(kinds, name));
  if (unknown !== undefined) {
    const known = Object.keys(kinds).join(', ') || 'no parameters';
    fail(where, `expected ${known}, got ${JSON.stringify(unknown)}`);
  }
  for (const [name, { what, optional, is }] of Object.entries(kinds)) {
    const value = params[name];
    if (value === undefined && optional) continue;
    if (!is(value)) fail(where, `expected ${name} to be ${what}, got ${shortly(value)}`);
  }
}

const shortly = (value: unknown): string => {
  const text = typeof value === 'number' ? `${value}` : (JSON.stringify(value) ?? 'none');
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
};
