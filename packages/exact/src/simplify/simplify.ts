import { exactly } from './exact';
import type { SimpleLayer } from './layers';
import { countTerms, nodeOf, type Row, rowsOf, unitKey, unitOf } from './rows';
import { type Twin, twinsOf } from './twins';
import { withoutUnused } from './unused';

/** Larger networks stay as they are. */
const mostTerms = 2 ** 19;
/** What may be written on the way to fewer, of all layers together. */
const mostWork = 2 ** 23;
/** Larger matrices are not looked through. */
const mostEntries = 2 ** 27;

/**
 * The same function with fewer units and shorter ways. Linear layers behind linear layers are written by what these are made
 * of; units of an activation that take in the same, or the negative of it, become one (`f(-z) = f(z) - (l + r) z` for slopes
 * `l` and `r`), and units that nothing uses go. So the least of two numbers, which exporters write with four units as
 * `(relu(a + b) - relu(-a - b) - relu(a - b) - relu(b - a)) / 2`, is bounded as `a - relu(a - b)`.
 *
 * Every number of the result is exact: what float64 would round stays as it was.
 */
export function simplifiedLayers(layers: readonly SimpleLayer[]): readonly SimpleLayer[] {
  const entries = layers.reduce((sum, { map }) => sum + (map ? map.outputs * map.maxTerms : 0), 0);
  if (entries > mostEntries) return layers;
  const work = { left: mostWork };
  const rows: (Row[] | undefined)[] = [];
  const twins: ((Twin | undefined)[] | undefined)[] = [];
  let total = 0;
  for (const layer of layers) {
    if (layer.map) {
      const own = rowsOf(layer, layers);
      total += countTerms(own);
      // a number that is none may be in what nothing uses, and is not to be lost
      if (total > mostTerms || !own.every(isOfNumbers)) return layers;
      const found = substituted(own, { layers, rows, twins }, work);
      const before = layer.inputs.reduce((sum, i) => sum + (rows[i] ? countTerms(rows[i]) : 0), 0);
      rows.push(found && countTerms(found) <= countTerms(own) + before ? found : own);
      twins.push(undefined);
      continue;
    }
    rows.push(undefined);
    const taken = layer.slopes && rows[layer.inputs[0]!];
    twins.push(taken && twinsOf(taken));
  }
  return withoutUnused(layers, rows);
}

const isOfNumbers = ({ terms, bias }: Row): boolean =>
  Number.isFinite(bias) && [...terms.values()].every(Number.isFinite);

/** All layers, and of those before one the rows of what is linear, and twins. */
type Before = {
  readonly layers: readonly SimpleLayer[];
  readonly rows: readonly (readonly Row[] | undefined)[];
  readonly twins: readonly (readonly (Twin | undefined)[] | undefined)[];
};

/** Rows by what the units in them are; nothing where that cannot be written exactly. */
function substituted(
  own: readonly Row[],
  { layers, rows, twins }: Before,
  work: { left: number },
): Row[] | undefined {
  const { plus, times, exact } = exactly();
  const into = (row: Row, key: number, weight: number): void => {
    const sum = plus(row.terms.get(key) ?? 0, weight);
    if (sum === 0) row.terms.delete(key);
    else row.terms.set(key, sum);
  };
  const addRow = (row: Row, { terms, bias }: Row, weight: number): void => {
    work.left -= terms.size;
    for (const [key, w] of terms) into(row, key, times(weight, w));
    row.bias = plus(row.bias, times(weight, bias));
  };
  const found: Row[] = [];
  for (const { terms, bias } of own) {
    const row: Row = { terms: new Map(), bias };
    for (const [key, weight] of terms) {
      const [node, unit] = [nodeOf(key), unitOf(key)];
      const twin = twins[node]?.[unit];
      const linear = rows[node]?.[unit];
      if (linear) addRow(row, linear, weight);
      else if (!twin) into(row, key, weight);
      else {
        const [left, right] = layers[node]!.slopes!;
        if ('constant' in twin) {
          const value = times(twin.constant, twin.constant < 0 ? left : right);
          row.bias = plus(row.bias, times(weight, value));
          continue;
        }
        into(row, unitKey(node, twin.unit), weight);
        if (twin.sign > 0) continue;
        const taken = rows[layers[node]!.inputs[0]!]![twin.unit]!;
        addRow(row, taken, -times(weight, plus(left, right)));
      }
    }
    if (!exact() || work.left < 0) return undefined;
    found.push(row);
  }
  return found;
}
