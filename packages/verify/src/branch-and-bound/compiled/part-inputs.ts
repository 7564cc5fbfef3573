import type { EngineInputs } from '@ibp/layers';
import type { Part } from '../batch';
import { longestGroup, type Problem } from '../problem';
import type { OpenRow } from './open-units';
import { floats } from './padded';

/** The rows of a problem on the host. */
export type HostRows = { readonly c: Float32Array; readonly d: Float32Array };

/** Where each split is in a row of open units. */
const placeOfSplit = ({ relus }: Problem, { starts }: OpenRow, node: number, unit: number): number => {
  const k = relus.findIndex(({ before }) => before === node);
  return starts[k]! + relus[k]!.indexOf[unit]!;
};

/** Parts as inputs of compiled functions; the last stands for those beyond, up to `room`. */
export function partInputs(
  problem: Problem,
  { c, d }: HostRows,
  row: OpenRow,
  parts: readonly Part[],
  room: number,
): { readonly fixed: EngineInputs; readonly values: EngineInputs } {
  const [most, units] = [longestGroup(problem), c.length / d.length];
  const all = Array.from({ length: room }, (_, i) => parts[Math.min(i, parts.length - 1)]!);
  const rows = { c: new Float32Array(room * most * units), d: new Float32Array(room * most) };
  const [signs, slopes, betas] = [0, 1, 2].map(() => new Float32Array(room * row.room)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const multipliers = new Float32Array(room * most);
  all.forEach((part, i) => {
    const { start, end } = problem.groups[part.spec]!;
    rows.c.set(c.subarray(start * units, end * units), i * most * units);
    rows.d.set(d.subarray(start, end), i * most);
    multipliers.set(part.multipliers, i * most);
    const at = i * row.room;
    part.slopes.forEach((values, k) => {
      slopes.set(values, at + row.starts[k]!);
    });
    part.splits.forEach(({ node, unit, side }, k) => {
      betas[at + placeOfSplit(problem, row, node, unit)] = part.betas[k]!;
      const sign = side === 'active' ? 1 : -1;
      problem.relus.forEach(({ before, indexOf }, relu) => {
        if (before === node) signs[at + row.starts[relu]! + indexOf[unit]!] = sign;
      });
    });
  });
  const outputs = problem.spec.c.shape.slice(2);
  return {
    fixed: {
      c: floats([room, most, ...outputs], rows.c),
      d: floats([room, most], rows.d),
      signs: floats([room, row.room], signs),
      unitOf: row.unitOf,
      placeOf: row.placeOf,
    },
    values: {
      slopes: floats([room, row.room], slopes),
      betas: floats([room, row.room], betas),
      ...(most > 1 && { multipliers: floats([room, most], multipliers) }),
    },
  };
}

/** What was found of each part: its numbers among those of rows of open units. */
export const partValues = (problem: Problem, row: OpenRow) => ({
  /** Of each of the problem's relus. */
  units: (all: Float32Array, i: number): Float32Array[] =>
    problem.relus.map(({ units }, k) => {
      const at = i * row.room + row.starts[k]!;
      return all.slice(at, at + units.length);
    }),
  betas: (all: Float32Array, i: number, { splits }: Part): number[] =>
    splits.map(({ node, unit }) => all[i * row.room + placeOfSplit(problem, row, node, unit)]!),
});
