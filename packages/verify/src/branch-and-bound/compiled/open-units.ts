import { sizeOf } from '@ibp/core';
import type { HostArray, LoweredNetwork } from '@ibp/layers';
import { slopeNodes } from '@ibp/relax';
import type { Problem } from '../problem';

/** An activation whose units are cut: its place among all of them, one behind the other, and whether splits enter at it. */
export type CutNode = {
  readonly node: number;
  /** The node whose value it takes. */
  readonly before: number;
  readonly start: number;
  readonly size: number;
  /** Where two take one value, splits enter at the first. */
  readonly first: boolean;
};

/** Every activation that could be cut, whatever is open in one box: what a compiled function is made for. */
export function cutNodes(network: LoweredNetwork): {
  readonly cuts: readonly CutNode[];
  readonly total: number;
} {
  let total = 0;
  const cuts: CutNode[] = [];
  for (const node of slopeNodes(network)) {
    const before = network.nodes[node]!.inputs[0]!;
    const size = sizeOf(network.nodes[node]!.shape);
    cuts.push({ node, before, start: total, size, first: !cuts.some((cut) => cut.before === before) });
    total += size;
  }
  return { cuts, total };
}

/**
 * The open units of a problem, few of all: slopes and multipliers of a part are one row of them, with room for as many as
 * functions are compiled for.
 */
export type OpenRow = {
  /** Numbers of a row. */
  readonly room: number;
  /** Where the units of each of the problem's relus begin in a row. */
  readonly starts: readonly number[];
  /** `[room]`: the unit among all, of those that are there. */
  readonly unitOf: HostArray;
  /** `[total]`: the place in a row, and `room` for units that are not open. */
  readonly placeOf: HostArray;
};

/** Few sizes, so that few functions are compiled. */
const sizes = (total: number): number[] => [64, 16, 4, 1].map((by) => Math.ceil(total / by));

const int32 = (data: Int32Array): HostArray => ({ dtype: 'int32', shape: [data.length], data });

export function openRow({ network, relus }: Problem): OpenRow {
  const { cuts, total } = cutNodes(network);
  const count = relus.reduce((sum, { units }) => sum + units.length, 0);
  const room = sizes(total).find((size) => size >= count)!;
  const [unitOf, placeOf] = [new Int32Array(room), new Int32Array(total).fill(room)];
  const starts: number[] = [];
  let place = 0;
  for (const { node, units } of relus) {
    starts.push(place);
    const { start } = cuts.find((cut) => cut.node === node)!;
    for (const unit of units) {
      unitOf[place] = start + unit;
      placeOf[start + unit] = place;
      place += 1;
    }
  }
  return { room, starts, unitOf: int32(unitOf), placeOf: int32(placeOf) };
}
