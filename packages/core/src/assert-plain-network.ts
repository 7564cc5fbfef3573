import { fail } from './errors';
import { assertParams } from './ops/assert-params';
import { isShape } from './ops/kinds';
import { type OpName, vocabulary } from './ops/table';
import type { PlainNetwork, PlainNode } from './plain-network';
import { formatShape, type Shape } from './shape';

/**
 * Checks a network that comes from elsewhere than our own code, as from a file, by what the vocabulary says of its ops.
 *
 * @throws unless node 0 is the input, and every other node an op of the vocabulary that has the parameters of that op,
 * takes in earlier nodes, as many as the op does, and has the shape that the op gives: `where: node 2 ("conv"): ...`.
 */
export function assertPlainNetwork(where: string, { nodes }: PlainNetwork): void {
  if (nodes.length === 0) fail(where, 'expected an input, got no nodes');
  for (const [index, node] of nodes.entries()) {
    const at = `${where}: node ${index} (${JSON.stringify(node.name)})`;
    if (!isShape(node.shape)) fail(at, `expected a shape, got ${JSON.stringify(node.shape)}`);
    if (index === 0) assertInput(at, node);
    else assertOp(at, node, nodes, index);
  }
}

function assertInput(at: string, { op, inputs, params }: PlainNode): void {
  if (op !== 'input') fail(at, `expected the input, got op ${JSON.stringify(op)}`);
  if (inputs.length > 0) fail(at, `expected no inputs of the input, got ${inputs.length}`);
  assertParams(at, params, {});
}

function assertOp(at: string, node: PlainNode, nodes: readonly PlainNode[], index: number): void {
  const { op, inputs, params, shape } = node;
  if (!Object.hasOwn(vocabulary, op)) fail(at, `expected an op of the vocabulary, got ${JSON.stringify(op)}`);
  const { arity, parameters, outputShape } = vocabulary[op as OpName];
  const later = inputs.find((input) => !(Number.isInteger(input) && input >= 0 && input < index));
  if (later !== undefined) fail(at, `expected inputs from 0 to ${index - 1}, got ${later}`);
  const [least, most] = { unary: [1, 1], binary: [2, 2], nary: [1, Number.POSITIVE_INFINITY] }[arity];
  if (inputs.length < least! || inputs.length > most!) {
    fail(at, `expected ${least === most ? least : `${least} or more`} inputs, got ${inputs.length}`);
  }
  assertParams(at, params, parameters);
  const shapes = inputs.map((input) => nodes[input]!.shape);
  const given = shapeOf(at, () => outputShape(shapes, params as never));
  if (given.join() !== shape.join()) {
    fail(at, `expected shape ${formatShape(given)} of ${op}, got ${formatShape(shape)}`);
  }
}

/** What an op makes of its inputs; where they do not fit, the op's error says which node it is of. */
function shapeOf(at: string, given: () => Shape): Shape {
  try {
    return given();
  } catch (error) {
    return fail(at, (error as Error).message);
  }
}
