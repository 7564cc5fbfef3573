import * as v from 'valibot';

const kinds: { readonly [expected: string]: string } = {
  number: 'a number',
  boolean: 'true or false',
  string: 'a text',
  Object: 'an object',
  Array: 'a list',
};

/** What valibot expects, in words: `("box" | "chord")` is `one of "box", "chord"`. */
export const inWords = (expected: string | null): string =>
  expected?.startsWith('(')
    ? `one of ${expected.slice(1, -1).split(' | ').join(', ')}`
    : (kinds[expected ?? ''] ?? expected ?? 'something else');

/** An object of these fields and no others. Where one is missing, the error says what it should hold. */
export const objectOf = <const E extends v.ObjectEntries>(entries: E) =>
  v.strictObject(entries, (issue) => {
    const key = issue.path?.[0].key as string | undefined;
    if (key === undefined) return inWords(issue.expected);
    return Object.hasOwn(entries, key) ? inWords(entries[key]!.expects) : noOthers;
  });

/** What an object says of a field that it does not have. */
export const noOthers = 'no fields but its own';
