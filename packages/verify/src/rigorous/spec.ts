/**
 * Properties `c . z + d < 0` of a node's output `z`: `c` is `[specs, units]` row by row, `d` `[specs]`. As the
 * `LinearSpec` of @ibp/bounds for one example.
 */
export type PlainSpec = { readonly c: Float64Array; readonly d: Float64Array };

/** One against all, in the order of `otherClasses`: `z[target] - z[label] < 0`, from the class after the label, around. */
export function marginSpec(label: number, classes: number): PlainSpec {
  const c = new Float64Array((classes - 1) * classes);
  for (let k = 0; k < classes - 1; k++) {
    c[k * classes + ((label + 1 + k) % classes)] = 1;
    c[k * classes + label] = -1;
  }
  return { c, d: new Float64Array(classes - 1) };
}
