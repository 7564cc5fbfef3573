import { plainDense } from '@ibp/testing';
import { region } from '../region';
import { boxTreeFault } from './fault';
import { boxTreeProof } from './pack';
import { about } from './testing';

it('counts the work of proofs that leaves have of their own, whatever the tree says it takes', () => {
  const network = plainDense([2, 200, 200, 200, 2], 1);
  const box = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
  const at = region(network, box, [{ c: Float64Array.of(1, -1), d: Float64Array.of(0) }]);
  const depth = 30_000;
  const tree = {
    nodes: Uint32Array.from({ length: 2 * depth + 1 }, (_, i) => (i < depth ? 2 : 0)),
    // towards 0.5 from above, one place of float64 after the other
    at: Float64Array.from({ length: depth }, (_, i) => 0.5 + (depth - i) * 2 ** -50),
    multipliers: new Float64Array(0),
    own: [],
  };
  const crown = { kind: 'crown' as const, conjunctions: [0], intermediate: 'crown' as const };
  const own = [{ leaf: 0, proofs: [crown] }];
  expect(boxTreeFault(tree, boxTreeProof(tree, about), at)).toBeUndefined();
  const costly = { ...tree, own };
  expect(boxTreeFault(costly, boxTreeProof(costly, about), at)).toMatchObject({
    status: 'not confirmable',
    reason: expect.stringMatching(/^30001 leaves may take \d+ multiplications, more than/),
  });
});
