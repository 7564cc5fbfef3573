import { dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { randomize } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';
import type { BoundedPart } from './options';
import { leaves, type SplitTree } from './tree';

it('tells of every part, so that who listens has the tree of the result', async () => {
  const layer = sequential(dense(8), relu(), dense(6), relu(), dense(2));
  const net = randomize(network([2], layer, { seed: 5 }), 5);
  const box = { lower: tf.tensor2d([[-1, -1]]), upper: tf.tensor2d([[1, 1]]) };
  const below = (d: number) => ({ c: tf.tensor3d([[[1, -1]]]), d: tf.tensor2d([[d]]) });
  const whole = await branchAndBound(net, box, below(0), { maxNodes: 1, attackSteps: 0 });
  const told: BoundedPart[] = [];
  // a little less than what the whole box is proved by
  const { trees, nodes } = await branchAndBound(net, box, below(0.02 - whole.bound), {
    ...{ maxNodes: 60, batch: 4, attackSteps: 0 },
    onPart: (part) => told.push(part),
  });
  const parts = new Map(told.map((part) => [part.part, part]));
  expect(parts.size).toBe(nodes);
  expect(nodes).toBeGreaterThan(trees.length);

  const childrenOf = (of: number) => [...parts.values()].filter((part) => part.of === of);
  const retold = (part: BoundedPart): unknown => {
    const children = childrenOf(part.part);
    if (children.length === 0) return part.bound;
    expect(children.map(({ split }) => split!.side).sort()).toEqual(['active', 'inactive']);
    const [active, inactive] = ['active', 'inactive'].map((side) =>
      retold(children.find(({ split }) => split!.side === side)!),
    );
    const { node, unit } = children[0]!.split!;
    return { node, unit, active, inactive };
  };
  const plainTree = (tree: SplitTree): unknown =>
    tree.kind === 'leaf'
      ? tree.bound
      : {
          node: tree.node,
          unit: tree.unit,
          active: plainTree(tree.active),
          inactive: plainTree(tree.inactive),
        };
  const roots = [...parts.values()].filter(({ of }) => of === undefined).sort((a, b) => a.spec - b.spec);
  expect(roots.map(retold)).toEqual(trees.map(plainTree));
  expect(trees.flatMap(leaves).length).toBeGreaterThan(1);
  disposeNetwork(net);
});
