import { createBuilder } from '../graph/builder';
import type { Graph } from '../graph/graph';
import { encodeModel } from '../proto/encode';
import { createDevice } from '../runtime/device';
import { stepsOfRelus } from './relu-steps';

const shape = [2, 3];
const perm = [1, 0];

/** The transposed relu of x, and the transposed clip of `alpha (factor x) + beta`. */
function graphOf({ alpha = 4, beta = 0, factor = 8, order = perm } = {}): Graph {
  const b = createBuilder();
  const relu = b.one('Relu', ['x']);
  const clip = b.one('HardSigmoid', [b.one('Mul', ['x', b.scalar(factor)])], {
    alpha: { float: alpha },
    beta: { float: beta },
  });
  const names = [b.one('Transpose', [relu], { perm }), b.one('Transpose', [clip], { perm: order })];
  const outputs = names.map((name, i) => ({ name, as: `y${i}`, dtype: 'float32' as const, shape: [3, 2] }));
  return b.finish([{ name: 'x', dtype: 'float32', shape }], outputs);
}

const transposes = ({ nodes }: Graph): number => nodes.filter(({ op }) => op === 'Transpose').length;

async function run(graph: Graph): Promise<readonly number[]> {
  const { runtime, createSession } = await createDevice();
  const session = await createSession(encodeModel(graph), []);
  const x = Float32Array.of(-1, 2 ** -149, 0, Number.NaN, 1, Number.POSITIVE_INFINITY);
  const { y1 } = await session.run({ x: new runtime.Tensor('float32', x, shape) }, ['y1']);
  await session.release();
  return [...(y1!.data as Float32Array)];
}

it('takes a step of the transposed relu, the same for every number and none', async () => {
  const graph = graphOf();
  expect(transposes(stepsOfRelus(graph))).toBe(1);
  expect(await run(stepsOfRelus(graph))).toEqual(await run(graph));
  const huge = graphOf({ alpha: 2 ** 127, factor: 2 ** 127 });
  // column by column
  expect(await run(stepsOfRelus(huge))).toEqual([0, Number.NaN, 1, 1, 0, 1]);
  expect(await run(huge)).toEqual([0, Number.NaN, 1, 1, 0, 1]);
});

it.each([{ beta: 0.5 }, { factor: -8 }, { alpha: -4 }, { order: [0, 1] }])(
  'leaves %j alone, which the relu does not give, or not there',
  (given) => {
    const graph = graphOf(given);
    expect(stepsOfRelus(graph).nodes).toEqual(graph.nodes);
  },
);
