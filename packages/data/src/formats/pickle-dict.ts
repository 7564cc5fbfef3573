/** What a dict of Python becomes; objects of other kinds are not added to. */
export type Dict = { [key: string]: unknown };
const dicts = new WeakSet<object>();
export const isDict = (value: unknown): value is Dict => dicts.has(value as object);
export const isList = (value: unknown): value is unknown[] => Array.isArray(value);

export function newDict(): Dict {
  const dict = {};
  dicts.add(dict);
  return dict;
}

export function setItems(dict: Dict, items: readonly unknown[]): void {
  if (items.length % 2 !== 0) throw new Error('Expected a value for each key');
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (typeof key !== 'string' && typeof key !== 'number') throw new Error('Expected text as keys');
    // by definition, not assignment: "__proto__" is a key like another
    Object.defineProperty(dict, key, {
      ...{ value: items[i + 1], enumerable: true, writable: true, configurable: true },
    });
  }
}
