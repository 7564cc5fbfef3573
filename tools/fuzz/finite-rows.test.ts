import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import { box } from './boxes';
import { drawCase, familyOf } from './draw-case';
import { NetBuilder } from './net';
import { pose } from './pose';
import { randomOf } from './stream';
import { networkOf } from './tensors';
import { evaluator } from './truth/evaluate';

/** No method takes a row that is not finite: whatever else is asked about the net would not be either. */
it('directions are finite, also where the slope of a chord is not', () => {
  const seed = 20261127;
  // the slopes of nets 462 and 1832 were infinite
  for (let index = 0; index < 2000; index++) {
    if (familyOf(seed, index) !== 'tangent' && index % 10 > 0) continue;
    const { directions } = drawCase(seed, index);
    expect([index, directions.every((c) => c.every(Number.isFinite))]).toEqual([index, true]);
  }
});

it('constants are finite beside the largest values of float32', async () => {
  for (const value of [2.5e38, 2.8e38, 3.2e38, -2.8e38]) {
    const network = networkOf(new NetBuilder([1]).dense([[0]], [value]).done());
    const by = evaluator(await plainNetwork(network));
    disposeNetwork(network);
    const directions = Array.from({ length: 100 }, () => Float32Array.of(1));
    const rows = pose(by, box([0], [1]), directions, randomOf(value));
    expect(rows.filter(({ d }) => !Number.isFinite(d))).toEqual([]);
    expect(rows.every(({ truth }) => Number.isFinite(truth.value))).toBe(true);
  }
});
