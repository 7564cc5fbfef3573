import { type LinearSpec, linearSpec } from '@ibp/bounds';
import {
  activation,
  dense,
  disposeNetwork,
  ibp,
  lower,
  type Network,
  network,
  sequential,
} from '@ibp/layers';
import { alphaCrown, crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from './branch-and-bound';
import { certify } from './cascade/certify';
import { alphaCrownStage } from './cascade/stages/alpha-crown';
import { branchAndBoundStage } from './cascade/stages/branch-and-bound';
import { treeProofs } from './certificate/tree-proof';
import { plainNetwork } from './plain/from-network';

/**
 * `tanh(1000 tanh(1000 x)) - 3/2` for x in [-1, 1]: at most -1/2, as intervals see. A line over tanh from -1000 to 1000
 * passes far above 1, and the next layer makes more of it.
 */
describe('where activations are saturated', () => {
  const times1000 = () => dense(1, { kernelInitializer: () => tf.tensor2d([[1000]]), useBias: false });
  const box = () => ({ lower: tf.tensor2d([[-1]]), upper: tf.tensor2d([[1]]) });
  const spec = (): LinearSpec => linearSpec(tf.ones([1, 1, 1]), tf.tensor2d([[-1.5]]));

  let net: Network;
  beforeEach(() => {
    net = network([1], sequential(times1000(), activation('tanh'), times1000(), activation('tanh')));
  });
  afterEach(() => disposeNetwork(net));

  it('intervals prove what CROWN does not, and alpha-CROWN takes their bound', () => {
    const [byIbp, byCrown, byAlpha] = [ibp(), crown(), alphaCrown()].map(
      (method) => tf.tidy(() => method(lower(net), box(), spec()).dataSync())[0]!,
    );
    expect(byIbp).toBeCloseTo(-0.5, 4);
    expect(byCrown).toBeGreaterThan(3);
    expect(byAlpha).toBe(byIbp);
  });

  it('branch and bound verifies by intervals, and says so in tree and certificate', async () => {
    const result = await branchAndBound(net, box(), spec());
    expect(result).toMatchObject({ status: 'verified', trees: [{ kind: 'leaf', by: 'intervals' }] });
    expect(result.bound).toBeCloseTo(-0.5, 4);
    const proofs = treeProofs(result, await plainNetwork(net));
    expect(proofs).toMatchObject([{ kind: 'ibp', conjunctions: [0] }]);
  });

  it.each([
    ['alpha-crown', alphaCrownStage()],
    ['branch-and-bound', branchAndBoundStage()],
  ])('the stage %s proves the row', async (method, stage) => {
    const examples = [{ x: tf.zeros([1, 1]), spec: [{ c: Float64Array.of(1), d: Float64Array.of(-1.5) }] }];
    const verdicts = [];
    for await (const { verdict } of certify(net, examples, { epsilon: 1, range: [-1, 1], stages: [stage] })) {
      verdicts.push(verdict);
    }
    expect(verdicts).toEqual([{ status: 'verified', method }]);
  });
});
