import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from '../rigorous/arithmetic';
import { type ExactBackwardOptions, exactBackward } from '../rigorous/backward';
import { combination } from '../rigorous/combination';
import { type Enclosures, enclose } from '../rigorous/enclose';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { encloseByCrown } from '../rigorous/tighten';
import type { UnitPlanes } from '../rigorous/unit-planes';
import { maximaByRelu } from '../simplify/maxima';
import { simplifiedNetwork } from '../simplify/network';

/** What all leaves of a tree share: enclosures of the whole box, and planes of hidden units where leaves are bounded again. */
export type TreeRoot = {
  readonly enclosures: Enclosures;
  readonly planes: readonly UnitPlanes[];
  /** What leaves that were cut from the same part share, of the last: see `clippedLeaf`. */
  readonly narrowed: Narrowed[];
};

/** A part that was made narrower by a clip, after those before it. */
export type Narrowed = {
  readonly clip: object;
  readonly splits: readonly Split[];
  readonly over: Enclosures;
};

/** Everything about one box that its proofs share; enclosures are made when first asked for. */
export type Region = {
  readonly network: PlainNetwork;
  readonly box: Enclosure;
  /** The conjunctions of rows that no output of the box may meet. */
  readonly unsafe: readonly PlainSpec[];
  /** Whose outputs those are. */
  readonly arithmetic: Arithmetic;
  readonly enclosures: (intermediate: 'ibp' | 'crown') => Enclosures;
  /** What trees with the same bounds of hidden units share, by these. */
  readonly roots: Map<string, TreeRoot>;
};

/** What proofs over one box share; `confirmedTree` takes it in place of the box and the conjunctions. */
export function region(
  network: PlainNetwork,
  box: Enclosure,
  unsafe: readonly PlainSpec[],
  arithmetic: Arithmetic = 'real',
): Region {
  const made: { ibp?: Enclosures; crown?: Enclosures } = {};
  const enclosures = (intermediate: 'ibp' | 'crown'): Enclosures => {
    made[intermediate] ??= (intermediate === 'ibp' ? enclose : encloseByCrown)(network, box, { arithmetic });
    return made[intermediate];
  };
  return { network, box, unsafe, arithmetic, enclosures, roots: new Map() };
}

/** What proofs are about: a box, the conjunctions of rows that no output of it may meet, and whose outputs (of real numbers unless given). */
export type ProofAbout = Pick<Region, 'box' | 'unsafe'> & { readonly arithmetic?: Arithmetic };

/** A region of the network, with all that was made for it before; of what is none yet, a new one. */
export const regionOf = (network: PlainNetwork, about: ProofAbout | Region): Region =>
  'roots' in about && about.network === network
    ? about
    : region(network, about.box, about.unsafe, about.arithmetic);

const forms = { simplified: simplifiedNetwork, 'maxima-by-relu': maximaByRelu };

/** The same box and conjunctions of the network in another form, where a proof is of that. */
export function inForm(at: Region, { form }: { readonly form?: keyof typeof forms | undefined }): Region {
  const network = form ? forms[form](at.network) : at.network;
  return network === at.network ? at : region(network, at.box, at.unsafe, at.arithmetic);
}

/** Rows that are bounded at once: memory is in proportion, times the units of a layer. */
const AT_ONCE = 64;

/** Multipliers of the rows of each conjunction; of one with none, its best row counts. */
export type Multipliers = readonly (ArrayLike<number> | undefined)[];

/**
 * For each conjunction an upper bound of what refutes it: the least of its rows', or that of the sum of them with
 * `multipliers`. Below 0, no point meets all rows; NaN where none has a bound.
 */
export function conjunctionBounds(
  network: PlainNetwork,
  enclosures: Enclosures,
  conjunctions: readonly PlainSpec[],
  options: ExactBackwardOptions,
  multipliers: Multipliers = [],
): Float64Array {
  const best = new Float64Array(conjunctions.length).fill(Number.NaN);
  const specs = conjunctions.map((rows, k) => summed(rows, multipliers[k], enclosures));
  const rows = specs.flatMap(({ d }, k) => Array.from(d, (_, row) => ({ k, row })));
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const bounds = exactBackward(network, enclosures, together(specs, some), options);
    for (const [i, { k }] of some.entries()) {
      if (bounds[i]! < best[k]! || Number.isNaN(best[k])) best[k] = bounds[i]!;
    }
  }
  return best;
}

/** The rows of a conjunction, or the sum of them with multipliers, where there are some. */
export function summed(
  rows: PlainSpec,
  multipliers: ArrayLike<number> | undefined,
  { state, boxes }: Enclosures,
) {
  if (!multipliers?.length || state !== 'bounded') return rows;
  const some = rows.d.some((_, r) => multipliers[r] !== 0);
  return (some && combination(rows, multipliers, boxes.at(-1)!)) || rows;
}

function together(
  conjunctions: readonly PlainSpec[],
  rows: readonly { readonly k: number; readonly row: number }[],
): PlainSpec {
  const { c, d } = conjunctions[rows[0]!.k]!;
  const units = c.length / d.length;
  const all = { c: new Float64Array(rows.length * units), d: new Float64Array(rows.length) };
  for (const [i, { k, row }] of rows.entries()) {
    const own = conjunctions[k]!;
    all.c.set(own.c.subarray(row * units, (row + 1) * units), i * units);
    all.d[i] = own.d[row]!;
  }
  return all;
}
