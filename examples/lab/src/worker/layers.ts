import { concreteRules, linfBall } from '@ibp/bounds';
import {
  dense,
  disposeNetwork,
  type LoweredNetwork,
  lower,
  network,
  propagateAll,
  relu,
  sequential,
  trace,
} from '@ibp/layers';
import { adaptiveSlope, crown, crownBounds, relaxNode, zonotope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { polygonArea, polygonHull } from 'd3-polygon';
import { cornersOf, gridOf, outline, type Point, pointsOf } from './outline';
import { scoped } from './scoped';
import { startBackend } from './start-backend';

/** A box of inputs, and the weights of the network that deforms it. */
export type LayersInput = { readonly seed: number; readonly epsilon: number; readonly at: Point };

/** The lines around one relu, `slope x + offset`, over what its input can be. */
export type UnitLines = {
  readonly from: number;
  readonly to: number;
  readonly above: { readonly slope: number; readonly offset: number };
  readonly below: { readonly slope: number; readonly offset: number };
};

/** What becomes of the box behind one layer, and what each method knows of it. */
export type LayerShape = {
  readonly name: string;
  readonly hull: readonly Point[];
  readonly box: readonly Point[];
  readonly zonotope: readonly Point[];
  readonly crown: readonly Point[];
  /** How many times the area of the exact image each has; none where that has no area. */
  readonly times?: { readonly box: number; readonly zonotope: number; readonly crown: number };
  /** Of a linear layer: what it multiplies by, row by row, and adds. */
  readonly affine?: { readonly rows: readonly Point[]; readonly bias: Point };
  /** Of a relu. */
  readonly units?: readonly UnitLines[];
};

const area = (points: readonly Point[]) => Math.abs(polygonArea(points as [number, number][]));

type Lines = {
  readonly lower: { slope: tf.Tensor; offset?: tf.Tensor };
  readonly upper: { slope: tf.Tensor; offset?: tf.Tensor };
};

/** Relaxations of the units of a relu, over CROWN's bounds of what it takes in. */
function unitLines(net: LoweredNetwork, index: number, bounds: ReturnType<typeof crownBounds>): UnitLines[] {
  const lines = relaxNode(net, index, bounds, adaptiveSlope) as Lines;
  const { lower: from, upper: to } = bounds[net.nodes[index]!.inputs[0]!]!;
  const number = (t: tf.Tensor | undefined, i: number) => t?.dataSync()[i] ?? 0;
  const line = ({ slope, offset }: Lines['lower'], i: number) => ({
    slope: number(slope, i),
    offset: number(offset, i),
  });
  return [0, 1].map((i) => ({
    ...{ from: number(from, i), to: number(to, i) },
    ...{ above: line(lines.upper, i), below: line(lines.lower, i) },
  }));
}

/** Of a dense layer `x W + b`, as `W^T x + b`. */
function affineOf({ kernel, bias }: { readonly [name: string]: unknown }) {
  const [a, b] = pointsOf(kernel as tf.Tensor);
  const rows: Point[] = [
    [a![0], b![0]],
    [a![1], b![1]],
  ];
  return { rows, bias: bias ? pointsOf(bias as tf.Tensor)[0]! : ([0, 0] as Point) };
}

/** A network of layers of two units, and the shape of a box of inputs behind each of them. */
export async function layers({ seed, epsilon, at }: LayersInput): Promise<LayerShape[]> {
  await startBackend();
  const block = () => sequential(dense(2), relu());
  const net = network([2], sequential(block(), block(), dense(2)), { seed });
  try {
    return scoped(() => {
      const lowered = lower(net);
      const free = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
      const input = linfBall(tf.tensor2d([[...at]]), epsilon, free);
      const samples = trace(lowered, gridOf(input, 41) as tf.Tensor, concreteRules);
      const [boxes, byCrown] = [propagateAll(lowered, input), crownBounds(lowered, input)];
      return lowered.nodes.map((node, i): LayerShape => {
        const points = pointsOf(samples[i]!);
        const hull = (polygonHull(points as [number, number][]) as Point[] | null) ?? points;
        const box = cornersOf(boxes[i]!);
        // the network up to here
        const part = { ...lowered, nodes: lowered.nodes.slice(0, i + 1) };
        const around = (method: ReturnType<typeof crown>) => (i === 0 ? box : outline(method, part, input));
        const shape = { name: node.name, hull, box, zonotope: around(zonotope()), crown: around(crown()) };
        const exact = area(hull);
        const times = {
          box: area(box) / exact,
          zonotope: area(shape.zonotope) / exact,
          crown: area(shape.crown) / exact,
        };
        return {
          ...shape,
          ...(exact > 1e-9 ? { times } : {}),
          ...(node.op === 'dense' ? { affine: affineOf(node.params) } : {}),
          ...(node.op === 'relu' ? { units: unitLines(lowered, i, byCrown) } : {}),
        };
      });
    });
  } finally {
    disposeNetwork(net);
  }
}
