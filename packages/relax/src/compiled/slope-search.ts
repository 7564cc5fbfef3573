import type { EngineInputs, EngineOutputs } from '@ibp/layers';
import { type SlopeSearch, slopeRates } from '../linear/optimise-slopes';
import { adaptiveSlope } from '../linear/relaxations/relu';
import type { CompiledFunctions } from './compiled-functions';
import type { Example } from './each-example';
import { floats } from './given-bounds';
import { compiledNodeBounds } from './node-bounds';
import { beginSlopes, type SlopesOf, slopeMove, slopeValue } from './slope-functions';

/** What a search over slopes found of the rows of one example, on the host. */
export type FoundSlopes = {
  /** `[specs]`: the least bounds seen. */
  readonly margins: Float32Array;
  /** `[specs]`: the bounds of `ibp()`. */
  readonly intervals: Float32Array;
  /** Of each activation in order: `[specs, units]`, and 1 where the sign of a unit is open; none unless kept. */
  readonly slopes: readonly { readonly slopes: Float32Array; readonly open: Float32Array }[];
};

type HostRows = { readonly c: Float32Array; readonly d: Float32Array };

export type CompiledSearch = SlopesOf & {
  readonly search: SlopeSearch;
  readonly functions: CompiledFunctions;
  /** Of the output, without the batch. */
  readonly outputs: readonly number[];
  /** The most rows of one backward pass. */
  readonly chunk: number;
};

/** Numbers of three binary digits: few sizes to compile for, and less than a fifth of the rows idle. */
function paddedSize(rows: number): number {
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(rows)) - 2);
  return Math.ceil(rows / unit) * unit;
}

/** The last row again and again, up to a size that functions are compiled for. */
function padded({ c, d }: HostRows, outputs: readonly number[]): EngineInputs {
  const [rows, units] = [d.length, c.length / d.length];
  const size = paddedSize(rows);
  const at = (i: number) => Math.min(i, rows - 1);
  const all = {
    c: new Float32Array(size * units),
    d: Float32Array.from({ length: size }, (_, i) => d[at(i)]!),
  };
  for (let i = 0; i < size; i++) all.c.set(c.subarray(at(i) * units, (at(i) + 1) * units), i * units);
  return { c: floats([1, size, ...outputs], all.c), d: floats([1, size], all.d) };
}

const array = (outputs: EngineOutputs, name: string): Float32Array => Float32Array.from(outputs[name]!.data);

const named = (outputs: EngineOutputs, wanted: (name: string) => boolean): EngineInputs =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(([name]) => wanted(name))
      .map(([name, { shape, data }]) => [name, floats(shape, data as Float32Array)]),
  );

/** `optimiseSlopes` for one example, each step a compiled function. */
export async function compiledSlopeSearch(
  of: CompiledSearch,
  box: EngineInputs,
  rows: Example['rows'],
): Promise<FoundSlopes> {
  const [c, d] = [rows.c.data as Float32Array, rows.d.data as Float32Array];
  const known = of.bounds
    ? box
    : await compiledNodeBounds(
        { network: of.network, slope: adaptiveSlope, chunk: of.chunk },
        of.functions,
        box,
      );
  const units = c.length / d.length;
  const parts: FoundSlopes[] = [];
  for (let start = 0; start < d.length; start += of.chunk) {
    const end = Math.min(d.length, start + of.chunk);
    parts.push(
      await searchRows(of, known, { c: c.subarray(start * units, end * units), d: d.subarray(start, end) }),
    );
  }
  const joined = (pick: (part: FoundSlopes) => Float32Array) => joinedArrays(parts.map(pick));
  return {
    margins: joined(({ margins }) => margins),
    intervals: joined(({ intervals }) => intervals),
    slopes: parts[0]!.slopes.map(({ open }, k) => ({
      open,
      slopes: joined((part) => part.slopes[k]!.slopes),
    })),
  };
}

const joinedArrays = (arrays: readonly Float32Array[]): Float32Array =>
  arrays.length === 1 ? arrays[0]! : Float32Array.from(arrays.flatMap((x) => Array.from(x)));

async function searchRows(of: CompiledSearch, known: EngineInputs, given: HostRows): Promise<FoundSlopes> {
  const { functions, search } = of;
  const { steps = 20, stopWhenProved = true } = search;
  const count = given.d.length;
  const rows = padded(given, of.outputs);
  const begun = await functions.run('begin', beginSlopes(of), { ...known, ...rows });
  const [first, intervals] = [array(begun, 'margins'), array(begun, 'intervals')];
  const fixed = { ...known, ...rows, ...named(begun, (name) => /^(lower|upper)_/.test(name)) };
  const slopes = named(begun, (name) => name.startsWith('start_'));
  const nodes = Object.keys(slopes).length;
  const as = (name: string, from: EngineInputs) =>
    Object.fromEntries(Array.from({ length: nodes }, (_, k) => [`${name}_${k}`, from[`start_${k}`]!]));
  const zeros = Object.fromEntries(
    Object.entries(slopes).map(([name, x]) => {
      const { shape, data } = x as ReturnType<typeof floats>;
      return [name, floats(shape, new Float32Array(data.length))];
    }),
  );
  let margins = first;
  let state: EngineInputs = {
    ...as('values', slopes),
    ...(of.keep && as('best', slopes)),
    ...as('first', zeros),
    ...as('second', zeros),
    margins: floats([1, first.length], first),
  };
  const proved = () => margins.every((m, i) => m < 0 || intervals[i]! < 0);
  const step = functions.given('step', slopeMove(of), fixed);
  for (let t = 1; t <= steps && nodes > 0 && !(stopWhenProved && proved()); t++) {
    const { rate, offset } = slopeRates(search, t);
    const moved = await step.run({ ...state, rate, offset });
    state = Object.fromEntries(
      Object.entries(named(moved, () => true)).map(([name, x]) => [name.slice('next_'.length), x]),
    );
    margins = array(moved, 'next_margins');
  }
  const best = await lastSlopes(of, { fixed, state, margins, nodes });
  return {
    // NaN if the first bound was not a number that counts, whatever came after it
    margins: best.margins.map((m, i) => (Number.isFinite(first[i]!) ? m : Number.NaN)).slice(0, count),
    intervals: intervals.slice(0, count),
    slopes: best.slopes.map((all, k) => {
      const open = array(begun, `open_${k}`);
      return { open, slopes: all.slice(0, count * open.length) };
    }),
  };
}

type Found = {
  readonly fixed: EngineInputs;
  readonly state: EngineInputs;
  readonly margins: Float32Array;
  readonly nodes: number;
};

/** The best of what was seen and of the last slopes, which were not. */
async function lastSlopes(of: CompiledSearch, { fixed, state, margins, nodes }: Found) {
  const at = (name: string, k: number) =>
    (state[`${name}_${k}`] as ReturnType<typeof floats>).data as Float32Array;
  const each = <T>(make: (k: number) => T): T[] => Array.from({ length: nodes }, (_, k) => make(k));
  const slopes = of.keep ? each((k) => Float32Array.from(at('best', k))) : [];
  if (nodes === 0 || (of.search.steps ?? 20) === 0) return { margins, slopes };
  const values = Object.fromEntries(each((k) => [`values_${k}`, state[`values_${k}`]!]));
  const last = array(await of.functions.run('value', slopeValue(of), { ...fixed, ...values }), 'margins');
  for (const [i, value] of last.entries()) {
    if (!(value < margins[i]!)) continue;
    for (const [k, all] of slopes.entries()) {
      const size = all.length / last.length;
      all.set(at('values', k).subarray(i * size, (i + 1) * size), i * size);
    }
  }
  return { margins: margins.map((m, i) => Math.min(last[i]!, m)), slopes };
}
