import { InvalidArgumentError } from 'commander';

/** 1, 2, 3, …; commander says which flag it was, and what came. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}

/** The same, separated by commas. */
export const positives = (text: string): number[] => text.split(',').map(positive);

/** Names that there are, separated by commas. */
export const namesOf =
  <K extends string>(known: { readonly [name in K]: unknown }) =>
  (text: string): K[] => {
    const names = text.split(',');
    if (names.every((name) => Object.hasOwn(known, name))) return names as K[];
    throw new InvalidArgumentError(
      `Allowed choices are ${Object.keys(known).join(', ')}, separated by commas.`,
    );
  };
