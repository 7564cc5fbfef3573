import { fail, sizeOf } from '@ibp/core';
import { assertBoxSize, type Enclosure, type ShapedNodes } from '../rigorous/enclosure';
import { assertPlainSpec } from '../rigorous/spec';
import {
  type BallSpec,
  type Classification,
  isBall,
  type Property,
  propertyOf,
  type Statement,
} from './property';

/**
 * @throws unless the property is one of this network, and says something: boxes of its inputs with an input in each,
 * at least one; conjunctions of rows of its outputs (or of inputs and outputs), at least one.
 */
export function assertProperty(where: string, network: ShapedNodes, property: Property): void {
  const { boxes, unsafe, withInputs = false } = property;
  if (boxes.length === 0) fail(where, 'expected at least one box of inputs, got none');
  for (const [k, box] of boxes.entries()) assertBox(`${where}: box ${k}`, network, box);
  if (unsafe.length === 0) fail(where, 'expected at least one unsafe conjunction, got none');
  const [inputs, outputs] = [network.nodes[0]!, network.nodes.at(-1)!].map(({ shape }) => sizeOf(shape));
  const units = withInputs ? inputs! + outputs! : outputs!;
  for (const [k, rows] of unsafe.entries()) assertPlainSpec(`${where}: conjunction ${k}`, rows, units);
}

function assertBox(where: string, network: ShapedNodes, { lower, upper }: Enclosure): void {
  assertBoxSize(where, network, { lower, upper });
  const empty = lower.findIndex((l, i) => !(l <= upper[i]!));
  if (empty >= 0) {
    fail(where, `expected lower <= upper, got [${lower[empty]}, ${upper[empty]}] at feature ${empty}`);
  }
}

/**
 * @throws unless the statement is one of this network: see {@link assertProperty}.
 */
export function assertStatement(where: string, network: ShapedNodes, statement: Statement): void {
  if (isBall(statement)) assertBall(where, network, statement);
  assertProperty(where, network, propertyOf(statement));
}

function assertBall(where: string, network: ShapedNodes, statement: Classification | BallSpec): void {
  const [inputs, outputs] = [network.nodes[0]!, network.nodes.at(-1)!].map(({ shape }) => sizeOf(shape));
  const { x } = statement;
  if (x.length !== inputs) fail(where, `expected an input of ${inputs} units, got ${x.length}`);
  if ('label' in statement) {
    if (statement.classes !== outputs) fail(where, `expected ${outputs} classes, got ${statement.classes}`);
  } else assertPlainSpec(where, statement.spec, outputs!);
}
