import type { Point } from './space';

type Fields = { readonly [field: string]: unknown };

/**
 * A recipe with the fields of a point; `method.alpha` is the field of a field.
 *
 * @example
 * ```ts
 * import { applyPoint } from '@ibp/cluster';
 *
 * const recipe = applyPoint({ steps: 10, method: { name: 'mtl-ibp' } }, { 'method.alpha': 0.5 });
 * console.log(JSON.stringify(recipe)); // {"steps":10,"method":{"name":"mtl-ibp","alpha":0.5}}
 * ```
 */
export const applyPoint = <T extends object>(recipe: T, point: Point): T =>
  Object.entries(point).reduce<T>(
    (made, [field, value]) => set(made as Fields, field.split('.'), value) as T,
    recipe,
  );

function set(object: Fields, [first, ...rest]: readonly string[], value: unknown): Fields {
  const own = Object.hasOwn(object, first!) ? object[first!] : undefined;
  const inner = typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as Fields) : {};
  return { ...object, [first!]: rest.length === 0 ? value : set(inner, rest, value) };
}
