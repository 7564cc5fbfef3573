import type { Epsilon, InputRange } from '@ibp/bounds';
import { batchNorm, dense, disposeNetwork, type Network, network, sequential, zeros } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { evaluate } from './testing';

/** Two classes, whose logits are the two inputs: an example `[a, b]` is class 0 where a > b. */
const identity = (): Network =>
  network(
    [2],
    dense(2, {
      kernelInitializer: () =>
        tf.tensor2d([
          [1, 0],
          [0, 1],
        ]),
      biasInitializer: zeros,
      name: 'id',
    }),
  );

const one = (x: number[][], labels: number[]) => [{ x: tf.tensor2d(x), labels }];

describe('evaluate', () => {
  let net: Network;
  beforeEach(() => {
    net = identity();
  });
  afterEach(() => disposeNetwork(net));

  it('is of one network: ends with an error where weights are assigned between batches', async () => {
    const same = network([1], sequential(dense(2), batchNorm()));
    const [kernel, gamma] = [same.variables['dense_1/kernel']!, same.variables['batchNorm_1/gamma']!];
    /** With either sign the logits are x and -x; with one of kernels and the other of batch norm, -x and x. */
    const assign = (sign: number) =>
      tf.tidy(() => {
        kernel.assign(tf.tensor2d([[sign, -sign]]));
        gamma.assign(tf.fill([2], sign));
      });
    function* batches() {
      yield { x: tf.tensor2d([[0.9]]), labels: [0] };
      assign(-1);
      yield { x: tf.tensor2d([[0.9]]), labels: [1] };
    }
    assign(1);
    await expect(evaluate(same, batches(), { epsilon: 0.1 })).rejects.toThrow(
      'evaluate: expected weights that stay until it has ended, got some assigned meanwhile',
    );
    disposeNetwork(same);
  });

  it('counts what is wrong, and what is not proved right', async () => {
    // margins at the points: -0.6, -0.1, 0.2, -0.1; the ball adds up to 2 * 0.1
    const batches = one(
      [
        [0.8, 0.2],
        [0.5, 0.4],
        [0.4, 0.6],
        [0.4, 0.5],
      ],
      [0, 0, 0, 1],
    );
    expect(await evaluate(net, batches, { epsilon: 0.1 })).toEqual({
      epsilon: 0.1,
      examples: 4,
      errors: 1,
      verifiedErrors: 3,
      error: 0.25,
      verifiedError: 0.75,
    });
  });

  it('counts a tie as an error', async () => {
    expect(await evaluate(net, one([[0.5, 0.5]], [0]), { epsilon: 0 })).toMatchObject({
      errors: 1,
      verifiedErrors: 1,
    });
    // the ball of 0.25 just reaches the tie
    expect(await evaluate(net, one([[0.75, 0.25]], [0]), { epsilon: 0.25 })).toMatchObject({
      errors: 0,
      verifiedErrors: 1,
    });
  });

  it('clips the ball to the inputs that exist', async () => {
    // 0.3 of room, and the ball of 0.2 would need 0.4; but 1 is the most the first input, 0 the least the second can be
    const { verifiedErrors } = await evaluate(net, one([[1, 0.7]], [0]), { epsilon: 0.2, range: [0.69, 1] });
    expect(verifiedErrors).toBe(1);
    expect((await evaluate(net, one([[1, 0]], [0]), { epsilon: 0.49 })).verifiedErrors).toBe(0);
  });

  it('adds up batches and reports on the way', async () => {
    const seen: number[] = [];
    const batches = [
      ...one([[1, 0]], [0]),
      ...one(
        [
          [1, 0],
          [0, 1],
        ],
        [0, 0],
      ),
    ];
    const result = await evaluate(net, batches, { epsilon: 0, onProgress: (e) => seen.push(e.examples) });
    expect(result).toMatchObject({ examples: 3, errors: 1 });
    expect(seen).toEqual([1, 3]);
  });

  it('takes a bound that is not a number for no proof', async () => {
    const bound = () => tf.tensor2d([[Number.NaN]]);
    expect(await evaluate(net, one([[1, 0]], [0]), { epsilon: 0.1, bound })).toMatchObject({
      errors: 0,
      verifiedErrors: 1,
    });
  });

  it('refuses a bound that leaves specifications out', async () => {
    const bound = () => tf.ones<tf.Rank.R2>([1, 0]);
    await expect(evaluate(net, one([[1, 0]], [0]), { epsilon: 0.1, bound })).rejects.toThrow(
      'evaluate: bound: expected shape [1,1], got [1,0]',
    );
  });

  it('takes the ends of a range as the inputs are stored, in float32', async () => {
    const ends = one([[0.3, -0.3]], [0]);
    expect((await evaluate(net, ends, { epsilon: 0, range: [-0.3, 0.3] })).verifiedErrors).toBe(0);
  });

  it.each([
    [[2], 1],
    [[2, 3], 3],
  ])('refuses a network on inputs %j with %i units at the end', async (shape, units) => {
    const other = network(shape, dense(units));
    await expect(evaluate(other, [], { epsilon: 0 })).rejects.toThrow(
      /^evaluate: expected a network with output \[classes\], classes >= 2, got \[/,
    );
    disposeNetwork(other);
  });

  it('frees what it was given and leaves nothing', async () => {
    const before = tf.memory().numTensors;
    await evaluate(net, one([[1, 0]], [0]), { epsilon: 0.1 });
    await expect(evaluate(net, one([[1, 2]], [0]), { epsilon: 0.1 })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('bounds the ball of each feature, with its range', async () => {
    // 5 apart: proved where the radii add up to less, or an end of a range keeps them apart
    const table = () => one([[40, 35]], [0]);
    const everything = [-Infinity, Infinity] as const;
    const errors = async (epsilon: Epsilon, range: InputRange) =>
      (await evaluate(net, table(), { epsilon, range })).verifiedErrors;
    expect(await errors([2, 1], everything)).toBe(0);
    expect(await errors([2, 3.1], everything)).toBe(1);
    expect(await errors([2, 3.1], [0, [Infinity, 37]])).toBe(0);
    expect(await errors(tf.tensor1d([5.1, 0]), everything)).toBe(1);
    expect(await errors(tf.tensor1d([4.9, 0]), everything)).toBe(0);
    expect(await errors(tf.tensor1d([4.9, 0.2]), [[36, 0], Infinity])).toBe(0);
    const { epsilon } = await evaluate(net, table(), { epsilon: tf.tensor1d([2, 1]), range: everything });
    expect(epsilon).toEqual([2, 1]);
  });

  it.each([
    ['a negative epsilon', one, [[1, 0]], [0], -0.1, 'evaluate: expected a finite epsilon >= 0, got -0.1'],
    [
      'NaN in an input',
      one,
      [
        [1, 0],
        [Number.NaN, 0],
      ],
      [0, 0],
      0.1,
      'expected inputs in [0, 1], got NaN in example 1',
    ],
    [
      'an input out of range',
      one,
      [[255, 0]],
      [0],
      0.1,
      'expected inputs in [0, 1], got 255 in example 0, feature 0; scale',
    ],
    [
      'sizes that do not fit',
      one,
      [[1, 0]],
      [0],
      [0.1, 0.1, 0.1],
      'evaluate: expected one epsilon or 2 for the features of an input of shape [2], got 3',
    ],
    ['a label that is no class', one, [[1, 0]], [2], 0.1, 'expected labels from 0 to 1, got 2 at example 0'],
    ['too few labels', one, [[1, 0]], [], 0.1, 'evaluate: expected 1 labels, got 0'],
    ['too many labels', one, [[1, 0]], [0, 1], 0.1, 'evaluate: expected 1 labels, got 2'],
    ['inputs of another shape', one, [[1, 0, 0]], [0], 0.1, 'evaluate: expected shape [*,2], got [1,3]'],
    ['a batch of nothing', () => [{ x: tf.zeros([0, 2]), labels: [] }], [], [], 0.1, 'at least one example'],
    ['no examples', () => [], [], [], 0.1, 'evaluate: expected at least one example, got none'],
  ] as const)('refuses %s', async (_, make, x, labels, epsilon, message) => {
    const batches = make(x as never, labels as never);
    await expect(evaluate(net, batches, { epsilon })).rejects.toThrow(message);
    for (const { x: unread } of batches) unread.dispose();
  });

  it('refuses weights that are not finite', async () => {
    tf.tidy(() => net.variables['id/bias']!.assign(tf.tensor1d([0, Number.NaN])));
    await expect(evaluate(net, one([[1, 0]], [0]), { epsilon: 0 })).rejects.toThrow(
      'evaluate: expected finite weights, got NaN in "id/bias"',
    );
  });
});
