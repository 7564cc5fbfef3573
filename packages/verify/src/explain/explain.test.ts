import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { explain } from './explain';

describe('explain', () => {
  let net: Network;
  let x: tf.Tensor;
  beforeEach(() => {
    net = network([4], sequential(dense(12), relu(), dense(8), relu(), dense(3)), { seed: 3 });
    x = tf.tensor2d([[0.2, 0.8, 0.5, 0.4]]);
  });
  afterEach(() => {
    disposeNetwork(net);
    x.dispose();
  });

  it('names the nearest class, and the margins of every method, none below the one at the example', async () => {
    const why = await explain(net, x, 1, { epsilon: 0.1 });
    expect(Object.keys(why.margins)).toEqual(['ibp', 'crownIbp', 'crown', 'alphaCrown']);
    const last = why.margins.alphaCrown!;
    expect(why.target).toBe(last[0]! > last[2]! ? 0 : 2);
    for (const margins of Object.values(why.margins)) {
      expect(margins[1]).toBeNaN();
      for (const k of [0, 2]) expect(margins[k]!).toBeGreaterThanOrEqual(why.clean[k]! - 1e-5);
    }
  });

  it('puts the widths of each layer in their order: seen, CROWN, intervals', async () => {
    const { layers } = await explain(net, x, 0, { epsilon: 0.1 });
    expect(layers.map(({ units }) => units)).toEqual([12, 8, 3]);
    for (const layer of layers) {
      expect(layer.seenWidth).toBeLessThanOrEqual(layer.crownWidth + 1e-5);
      expect(layer.crownWidth).toBeLessThanOrEqual(layer.ibpWidth + 1e-5);
      expect(layer.unstableByCrown).toBeLessThanOrEqual(layer.unstable);
    }
    // one layer loses nothing: intervals are exact there
    expect(layers[0]!.crownWidth).toBeCloseTo(layers[0]!.ibpWidth, 5);
    expect(layers[2]!.crownWidth).toBeLessThan(layers[2]!.ibpWidth);
  });

  it('at radius 0 all widths are 0 and all margins those of the example', async () => {
    const { layers, margins, clean } = await explain(net, x, 0, { epsilon: 0 });
    for (const { ibpWidth, seenWidth } of layers) {
      expect(ibpWidth).toBeCloseTo(0, 5);
      expect(seenWidth).toBeCloseTo(0, 5);
    }
    for (const k of [1, 2]) expect(margins.crown![k]).toBeCloseTo(clean[k]!, 4);
  });

  it('says the same for the same seed', async () => {
    const of = (seed: number) => explain(net, x, 0, { epsilon: 0.1, seed });
    expect(await of(1)).toEqual(await of(1));
    expect((await of(1)).layers).not.toEqual((await of(2)).layers);
  });

  it('refuses a batch, a label that is no class and a negative epsilon', async () => {
    const two = tf.zeros([2, 4]);
    await expect(explain(net, two, 0, { epsilon: 0.1 })).rejects.toThrow('expected shape [1,4], got [2,4]');
    two.dispose();
    await expect(explain(net, x, 3, { epsilon: 0.1 })).rejects.toThrow('expected a label from 0 to 2, got 3');
    await expect(explain(net, x, 0, { epsilon: -1 })).rejects.toThrow('expected a finite epsilon >= 0');
  });
});
