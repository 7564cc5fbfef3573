import type { Graph } from '../graph/graph';
import { sizeOf } from '../graph/shapes';
import { inBlocks } from '../optimize/blocks/in-blocks';
import { BLOCKS } from '../optimize/blocks/layout';
import { encodeModel } from '../proto/encode';
import type { OnnxRuntime, OnnxSession } from './onnx-runtime';

type Runner = {
  readonly runtime: OnnxRuntime;
  readonly createSession: (model: Uint8Array, state: readonly string[]) => Promise<OnnxSession>;
};

const known = new WeakMap<OnnxRuntime, Promise<number | undefined>>();

/**
 * How many channels onnxruntime stores side by side on this processor: 16 or 8, or nothing where it has no such kernels,
 * or they do not give what the plain ones give.
 */
export function channelBlock(runner: Runner): Promise<number | undefined> {
  const found = known.get(runner.runtime) ?? probe(runner).catch(() => undefined);
  known.set(runner.runtime, found);
  return found;
}

async function probe(runner: Runner): Promise<number | undefined> {
  const [reordered] = await run(runner, {
    ...values([['x', [1, 4, 1, 1]]], [['y', [1, 4, 1, 1]]]),
    nodes: [{ op: `${BLOCKS}ReorderInput`, inputs: ['x'], outputs: ['y'], attributes: { channels_last: 0 } }],
  });
  const block = reordered!.dims[1]!;
  const graph = twoConvolutions(block);
  const [expected] = await run(runner, graph);
  const [actual] = await run(runner, inBlocks(block, 1)(graph));
  return actual!.data.every((value, i) => value === expected!.data[i]) ? block : undefined;
}

/** Of an image of few channels and one of blocks of them. */
const twoConvolutions = (block: number): Graph => ({
  ...values(
    [
      ['x', [2, 3, 6, 5]],
      ['v', [2 * block, 3, 2, 3]],
      ['w', [block, 2 * block, 3, 2]],
    ],
    [['y', [2, block, 2, 2]]],
  ),
  nodes: [
    {
      op: 'Conv',
      inputs: ['x', 'v'],
      outputs: ['h'],
      attributes: { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] },
    },
    {
      op: 'Conv',
      inputs: ['h', 'w'],
      outputs: ['y'],
      attributes: { strides: [2, 2], pads: [1, 0, 0, 1], dilations: [1, 1] },
    },
  ],
});

type Named = readonly (readonly [name: string, shape: readonly number[]])[];

function values(inputs: Named, outputs: Named): Omit<Graph, 'nodes'> {
  const all = (named: Named) => named.map(([name, shape]) => ({ name, dtype: 'float32' as const, shape }));
  return { inputs: all(inputs), outputs: all(outputs), constants: [] };
}

/** The outputs for small whole numbers, whose sums are exact in any order. */
async function run(
  { runtime, createSession }: Runner,
  graph: Graph,
): Promise<{ readonly dims: readonly number[]; readonly data: Float32Array }[]> {
  const session = await createSession(encodeModel(graph), []);
  try {
    const feeds = Object.fromEntries(
      graph.inputs.map(({ name, shape }) => {
        const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 7) % 11) - 5);
        return [name, new runtime.Tensor('float32', data, shape)];
      }),
    );
    const results = await session.run(
      feeds,
      graph.outputs.map(({ name }) => name),
    );
    return graph.outputs.map(({ name }) => ({
      dims: results[name]!.dims,
      data: results[name]!.data as Float32Array,
    }));
  } finally {
    await session.release();
  }
}
