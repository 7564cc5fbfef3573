import { type Encoding, encode } from './encode';
import { Refusal } from './refusal';

/** Longer expressions become columns, in the second way to write a network. */
const SHORT = 64;

/**
 * The one with fewer terms of two ways to write a network: with all decided units substituted, or only those of up to
 * 64 terms. (On a convolutional net with 5,600 open units one had half the terms and was solved ten times as fast.)
 */
export function encodeSmallest(
  network: Parameters<typeof encode>[0],
  bounds: Parameters<typeof encode>[1],
  spec: Parameters<typeof encode>[2],
  options: Omit<Parameters<typeof encode>[3], 'foldTerms'>,
): Encoding {
  const attempt = (foldTerms: number, maxTerms: number): Encoding | Refusal => {
    try {
      return encode(network, bounds, spec, { ...options, foldTerms, maxTerms });
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'too-large') return error;
      throw error;
    }
  };
  const all = attempt(Infinity, options.maxTerms);
  // given up as soon as it is the longer one
  const some = attempt(SHORT, all instanceof Refusal ? options.maxTerms : all.problem.values.length);
  if (!(some instanceof Refusal)) return some;
  if (all instanceof Refusal) throw all;
  return all;
}
