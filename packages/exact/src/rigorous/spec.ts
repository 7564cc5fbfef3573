import { fail } from '@ibp/core';

/**
 * Properties `c . z + d < 0` of a node's output `z`: `c` is `[specs, units]` row by row, `d` `[specs]`. As the
 * `LinearSpec` of @ibp/bounds for one example.
 */
export type PlainSpec = { readonly c: Float64Array; readonly d: Float64Array };

/**
 * @param units of the output that the rows are of.
 * @throws unless `c` has `units` coefficients for each `d`, there is at least one row, and all are finite: rows that
 * were filled with zeros or cut to fit would say something else.
 */
export function assertPlainSpec(where: string, { c, d }: PlainSpec, units: number): void {
  if (d.length === 0) fail(where, 'expected at least one row, got none: of nothing all is true');
  if (c.length !== d.length * units) {
    const rows = d.length === 1 ? '1 row' : `${d.length} rows`;
    fail(where, `expected c of ${d.length} x ${units} coefficients for d of ${rows}, got ${c.length}`);
  }
  const [inC, inD] = [firstNotFinite(c), firstNotFinite(d)];
  if (inC >= 0) fail(where, `expected finite coefficients, got ${c[inC]} in row ${Math.floor(inC / units)}`);
  if (inD >= 0) fail(where, `expected finite constants, got ${d[inD]} in row ${inD}`);
}

/** As `findIndex`, in a fraction of its time: a certificate asks for it for every hidden unit. */
function firstNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** Some rows, in the order given. */
export function someRows({ c, d }: PlainSpec, rows: readonly number[]): PlainSpec {
  const units = c.length / d.length;
  const some = new Float64Array(rows.length * units);
  for (const [k, row] of rows.entries()) some.set(c.subarray(row * units, (row + 1) * units), k * units);
  return { c: some, d: Float64Array.from(rows, (row) => d[row]!) };
}

/** @throws unless there are two classes at least, and the label is one of them. */
export function assertLabel(where: string, label: number, classes: number): void {
  if (!(Number.isInteger(classes) && classes >= 2)) fail(where, `expected classes >= 2, got ${classes}`);
  if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
    fail(where, `expected a label from 0 to ${classes - 1}, got ${label}`);
  }
}

/**
 * One against all, in the order of `otherClasses`: `z[target] - z[label] < 0`, from the class after the label, around.
 *
 * @throws when there are fewer than two classes, or the label is none of them.
 */
export function marginSpec(label: number, classes: number): PlainSpec {
  assertLabel('marginSpec', label, classes);
  const c = new Float64Array((classes - 1) * classes);
  for (let k = 0; k < classes - 1; k++) {
    c[k * classes + ((label + 1 + k) % classes)] = 1;
    c[k * classes + label] = -1;
  }
  return { c, d: new Float64Array(classes - 1) };
}
