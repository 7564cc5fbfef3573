import { disposeNetwork, type Network } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { decodeCheckpoint } from '../checkpoint/checkpoint';
import { memoryStore } from '../checkpoint/store';
import { build, run, weights } from '../testing';
import { type Averaging, shareAt } from './averaging';

/** The trained weights after each of 8 steps without averaging, one after the other. */
async function path(): Promise<{ readonly each: number[][]; readonly trained: boolean[] }> {
  const each: number[][] = [];
  let trained: boolean[] = [];
  for (let steps = 1; steps <= 8; steps++) {
    const net = build();
    await run(net, { steps, engine: undefined });
    each.push(weights(net).flat());
    trained = isTrained(net);
    disposeNetwork(net);
  }
  return { each, trained };
}
const isTrained = (net: Network) =>
  Object.values(net.variables).flatMap(({ trainable, size }) => Array<boolean>(size).fill(trainable));

describe('averaging', () => {
  it('gives the first weights all, then each its share', () => {
    const shares = (averaging: Averaging) => [0, 1, 2, 3, 4, 5].map((step) => shareAt(averaging, step));
    expect(shares({ from: 2 })).toEqual([1, 1, 1, 1 / 2, 1 / 3, 1 / 4]);
    expect(shares({ from: 0, decay: 0.75 })).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 4, 1 / 4]);
  });

  it('ends with the mean of the weights from a step on, but for statistics, which are the last', async () => {
    const { each, trained } = await path();
    const net = build();
    await run(net, { steps: 8, averaging: { from: 3 }, engine: undefined });
    const counted = each.slice(3);
    for (const [i, value] of weights(net).flat().entries()) {
      const mean = counted.reduce((sum, at) => sum + at[i]!, 0) / counted.length;
      expect(value).toBeCloseTo(trained[i] ? mean : each.at(-1)![i]!, 5);
    }
    disposeNetwork(net);
  });

  it.each(['op by op', 'compiled'])(
    'resumes exactly, %s, and has the last weights until the end',
    async (how) => {
      const engine = async () => (how === 'compiled' ? await onnxEngine() : undefined);
      const averaging = { from: 4, decay: 0.6 };
      const store = memoryStore();
      const checkpoint = { store, every: 3 };
      const [whole, plain, first, second, again] = [build(), build(), build(), build(99), build(98)];
      await run(whole, { averaging, engine: await engine() });
      await run(plain, { steps: 7, engine: await engine() });
      await run(first, { averaging, checkpoint, engine: await engine() }, 7);
      expect(weights(first)).toEqual(weights(plain));
      await run(second, { averaging, checkpoint, engine: await engine() });
      expect(weights(second)).toEqual(weights(whole));
      // all done before: the average once more
      expect(await run(again, { averaging, checkpoint, engine: await engine() })).toEqual([]);
      expect(weights(again)).toEqual(weights(whole));
      const { arrays } = await decodeCheckpoint((await store.load())!);
      expect(arrays['weights:dense_1/kernel']!.data).not.toEqual(arrays['adam.average:dense_1/kernel']!.data);
      for (const net of [whole, plain, first, second, again]) disposeNetwork(net);
    },
  );

  it('leaves the weights alone where there are no steps', async () => {
    const [net, untouched] = [build(), build()];
    await run(net, { steps: 0, averaging: { from: 0 } });
    expect(weights(net)).toEqual(weights(untouched));
    for (const n of [net, untouched]) disposeNetwork(n);
  });

  it('refuses to begin between steps', async () => {
    const net = build();
    await expect(run(net, { averaging: { from: 0.5 } })).rejects.toThrow(
      'averaging: expected a whole number of steps to begin at and a decay from 0 to 1, got 0.5 and 1',
    );
    disposeNetwork(net);
  });
});
