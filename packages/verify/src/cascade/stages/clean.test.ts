import { disposeNetwork, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Stage } from '../stage';
import { planeNetwork, points, results } from '../testing';
import { cleanStage } from './clean';

describe('the stage of examples as they are', () => {
  let net: Network;
  beforeEach(() => {
    net = planeNetwork();
  });
  afterEach(() => disposeNetwork(net));

  /** The status of each point of label 0, and whether the stage had it looked at. */
  async function looked(...xy: (readonly [number, number])[]) {
    const offered: boolean[] = [];
    const clean = cleanStage();
    const watched: Stage = {
      ...clean,
      run: async (...asked) => {
        const findings = await clean.run(...asked);
        offered.push(...findings.map(({ candidate }) => candidate !== undefined));
        return findings;
      },
    };
    const all = await results(net, points(...xy), { epsilon: 0.1, stages: [watched] });
    return all.map(({ verdict }, i) => [offered[i], verdict.status]);
  }

  it('offers what is wrong, and what is too near to it for float32 in a batch to tell', async () => {
    expect(
      await looked([0.9, 0.1], [0.1, 0.9], [0.5, 0.5], [0.5001, 0.5], [0.5, 0.5001], [0.51, 0.5]),
    ).toEqual([
      [false, 'unknown'],
      [true, 'falsified'],
      [true, 'unknown'], // a tie breaks nothing
      [true, 'unknown'],
      [true, 'falsified'],
      [false, 'unknown'],
    ]);
  });

  it('offers all of what is not a number, which breaks nothing', async () => {
    for (const variable of Object.values(net.variables)) variable.assign(tf.fill(variable.shape, Number.NaN));
    expect(await looked([0.9, 0.1], [0.1, 0.9])).toEqual([
      [true, 'unknown'],
      [true, 'unknown'],
    ]);
  });
});
