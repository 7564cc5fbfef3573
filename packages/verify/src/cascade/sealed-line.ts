import { createHash } from 'node:crypto';

const sumOf = (text: string, context: string): string =>
  createHash('sha256').update(`${context}\n${text}`).digest('hex').slice(0, 16);

/**
 * The text of a JSON object with a last entry `sha256`: of 64 bits, which no accident gives to other text.
 *
 * @param context what the line belongs to, without which it does not count.
 */
export const seal = (text: string, context: string): string =>
  `${text.slice(0, -1)},"sha256":"${sumOf(text, context)}"}`;

/** The text that {@link seal} was given; undefined for a line that is not as it was written, or of another context. */
export function unseal(line: string, context: string): string | undefined {
  const [, start, sum] = /^(.*),"sha256":"([0-9a-f]{16})"\}$/.exec(line) ?? [];
  const text = `${start}}`;
  return start !== undefined && sumOf(text, context) === sum ? text : undefined;
}
