import { fail } from '@ibp/core';
import type { InputsByIndex } from '@ibp/exact';

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');

/**
 * Inputs of examples, from a list of lists of numbers (of example 0 on) or an object of lists by index.
 *
 * @throws where anything else is in it.
 */
export function inputsIn(value: unknown): InputsByIndex {
  if (typeof value !== 'object' || value === null) return fail('inputs', 'expected lists of numbers');
  for (const [index, numbers] of Object.entries(value)) {
    if (!/^\d+$/.test(index)) fail('inputs', `expected indices of examples, got "${index}"`);
    if (!isNumbers(numbers)) fail('inputs', `expected a list of numbers for example ${index}`);
  }
  return value as InputsByIndex;
}
