import { type Shape, sizeOf } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import { exactNodes } from './exact-nodes';
import { type ReceptiveFields, receptiveFields, shapeIn } from './fields/receptive-fields';
import { lookedAt } from './looked-at';

/** A node whose units are worth passes of their own. */
export type BoundedNode = {
  readonly node: number;
  readonly which: 'all' | 'unstable';
  /** Where passes from its units stay, if that is less than the images. */
  readonly fields?: ReceptiveFields;
};

/** What CROWN does with a network, whatever the box. */
export type CrownPlan = {
  readonly bounded: readonly BoundedNode[];
  /** Shapes of parts of each node that passes stay in. */
  readonly windows: readonly (readonly Shape[])[];
};

export function crownPlan(network: LoweredNetwork): CrownPlan {
  const exact = exactNodes(network);
  const bounded = [...lookedAt(network)]
    .filter(([node]) => network.nodes[node]!.op !== 'input' && !exact[node])
    .sort(([a], [b]) => a - b)
    .map(([node, which]): BoundedNode => {
      const fields = receptiveFields(network, node);
      return { node, which, ...(fields && { fields }) };
    });
  const windows = network.nodes.map((_, i) =>
    bounded.flatMap(({ fields }) => (fields?.fields[i] ? [shapeIn(fields, network, i)] : [])),
  );
  return { bounded, windows };
}

/** The most units that one pass through fields takes, whatever they cost. */
const most = 2048;

/** How many units a pass from a node takes for its memory to be that of `chunk` rows of all the units before. */
export function unitsOfPass(network: LoweredNetwork, { fields }: BoundedNode, chunk: number): number {
  if (!fields) return Math.max(1, chunk);
  const found = network.nodes.flatMap(({ shape }, i) =>
    fields.fields[i] ? [{ all: sizeOf(shape), own: sizeOf(shapeIn(fields, network, i)) }] : [],
  );
  const [all, own] = [Math.max(...found.map((x) => x.all)), Math.max(...found.map((x) => x.own))];
  // lines are gathered for each unit, which takes as much again
  return Math.max(1, Math.min(most, Math.floor((chunk * all) / (2 * own))));
}
