import { fail, type Shape, sizeOf } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import { constrained } from './constrained';
import type { Property } from './property';

type Nodes = {
  readonly nodes: readonly {
    readonly name: string;
    readonly shape: Shape;
    readonly inputs: readonly number[];
  }[];
};

/** What `monotone` is asked. */
export type MonotoneOptions = {
  /** Inputs, finite ends. */
  readonly box: Enclosure;
  /** The feature that is raised, of the flattened input, all others being equal. */
  readonly feature: number;
  /** Which output it is about; 0 unless given. */
  readonly output?: number;
  /** Whether the output is to rise with the feature (unless given) or to fall. */
  readonly direction?: 'rising' | 'falling';
  /** How far the output may go the other way, in its units: above 0, as the unsafe set has its border. */
  readonly slack: number;
};

/**
 * "An output is monotone in a feature": whichever input of the box is taken, and however far its feature is raised within the
 * box, the output goes less than `slack` the wrong way.
 *
 * It is a property of another network: two copies of the one given, which share its parameters, on `x` and on `x` with the
 * feature raised by one more input, `delta >= 0`, and the difference of their outputs. That `x[feature] + delta` stays in
 * the box is a constraint of inputs.
 *
 * @param network plain, or of `@ibp/layers`.
 * @returns the network of `inputs + 1` inputs, the last of which is delta, and its property.
 * @throws when the feature or the output is none of the network, the box is not of its inputs or has an end that is not
 * finite, or the slack is not above 0.
 * @example
 * ```ts
 * import { monotone, plainForward } from '@ibp/exact';
 *
 * const kernel = { shape: [2, 1], data: Float32Array.of(3, -1) };
 * const network = {
 *   nodes: [
 *     { op: 'input', name: 'x', inputs: [], shape: [2], params: {} },
 *     { op: 'dense', name: 'y', inputs: [0], shape: [1], params: { kernel } },
 *   ],
 * } as const;
 * const box = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
 * const { network: raised } = monotone(network, { box, feature: 0, slack: 1e-3 });
 * // from (0.25, 1) to (0.75, 1)
 * console.log(plainForward(raised, Float64Array.of(0.25, 1, 0.5))[0]); // 1.5
 * ```
 */
export function monotone<N extends Nodes>(
  network: N,
  { box, feature, output = 0, direction = 'rising', slack }: MonotoneOptions,
): { readonly network: N; readonly property: Property } {
  const [inputs, outputs] = [network.nodes[0]!, network.nodes.at(-1)!].map(({ shape }) => sizeOf(shape)) as [
    number,
    number,
  ];
  assertIndex('a feature', feature, inputs);
  assertIndex('an output', output, outputs);
  if (!(slack > 0 && slack < Number.POSITIVE_INFINITY)) {
    fail('monotone', `expected a finite slack > 0, got ${slack}`);
  }
  const { lower, upper } = box;
  if (lower.length !== inputs || upper.length !== inputs) {
    fail('monotone', `expected a box of ${inputs} units, got ${lower.length} and ${upper.length}`);
  }
  const endless = lower.findIndex(
    (l, i) => !(upper[i]! - l >= 0 && upper[i]! - l < Number.POSITIVE_INFINITY),
  );
  if (endless >= 0) {
    fail(
      'monotone',
      `expected finite lower <= upper, got [${lower[endless]}, ${upper[endless]}] at feature ${endless}`,
    );
  }
  const most = upper[feature]!;
  // rounded up: what is beyond the box is kept out by the constraint
  const width = (most - lower[feature]!) * (1 + 2 ** -52);
  const all = { lower: Float64Array.of(...lower, 0), upper: Float64Array.of(...upper, width) };
  const c = new Float64Array(outputs);
  c[output] = direction === 'rising' ? -1 : 1;
  const within = new Float64Array(inputs + 1);
  within[feature] = -1;
  within[inputs] = -1;
  const property = { boxes: [all], unsafe: [{ c, d: Float64Array.of(-slack) }] };
  return {
    network: difference(network, feature),
    property: constrained(property, { c: within, d: Float64Array.of(most) }),
  };
}

function assertIndex(what: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  fail('monotone', `expected ${what} from 0 to ${count - 1}, got ${index}`);
}

/** `f(x with its feature raised by delta) - f(x)`, of `(x, delta)`. */
function difference<N extends Nodes>(network: N, feature: number): N {
  const { nodes } = network;
  const { shape } = nodes[0]!;
  const inputs = sizeOf(shape);
  const all: {
    readonly op: string;
    readonly name: string;
    readonly shape: Shape;
    readonly inputs: number[];
  }[] = [];
  const add = (op: string, name: string, from: number[], own: Shape, params: object): number =>
    all.push({ op, name, inputs: from, shape: own, params } as (typeof all)[0]) - 1;
  const shaped = (at: number): number =>
    shape.length === 1 ? at : add('reshape', `shaped-${at}`, [at], shape, { shape });
  const copy = (input: number, mark: string): number => {
    const places = [input];
    for (const node of nodes.slice(1)) {
      const from = node.inputs.map((i) => places[i]!);
      places.push(all.push({ ...node, name: `${node.name}${mark}`, inputs: from } as (typeof all)[0]) - 1);
    }
    return places.at(-1)!;
  };
  add('input', 'x-and-delta', [], [inputs + 1], {});
  const indices = Array.from({ length: inputs }, (_, i) => i);
  const x = add('gather', 'x', [0], [inputs], { axis: 0, indices });
  const delta = add('gather', 'delta', [0], [1], { axis: 0, indices: [inputs] });
  const raise = add('pad', 'raise', [delta], [inputs], { paddings: [[feature, inputs - feature - 1]] });
  const raised = add('add', 'raised-x', [x, raise], [inputs], {});
  const before = copy(shaped(x), '-before');
  const after = copy(shaped(raised), '-after');
  add('subtract', 'difference', [after, before], nodes.at(-1)!.shape, {});
  const inputShape = 'inputShape' in network ? { inputShape: [inputs + 1] } : {};
  return { ...network, ...inputShape, nodes: all } as unknown as N;
}
