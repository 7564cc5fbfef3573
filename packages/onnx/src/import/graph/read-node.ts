import { fail } from '@ibp/core';
import { clip, type External } from '../constant/read-tensor';
import type { NodeProto } from '../file/model';
import { opTable } from '../ops/table';
import { attributesOf } from './attributes';
import type { PlainBuilder } from './builder';
import type { Condition, Value } from './value';

/** The names of ONNX's own ops; all others are somebody's additions. */
export const ownDomains: ReadonlySet<string> = new Set(['', 'ai.onnx']);

/** The op and the name of a node, as messages have them. */
const titleOf = ({ opType = '', name = '', output }: NodeProto): string =>
  `${clip(opType).slice(1, -1)} ${clip(name || (output[0] ?? ''))}`;

/** Its name in the table: with the domain where it is not ONNX's own. */
const ruleNameOf = ({ opType = '', domain = '' }: NodeProto): string =>
  ownDomains.has(domain) ? opType : `${domain}.${opType}`;

/** One error for all nodes that no rule is of. */
export function assertSupported(where: string, nodes: readonly NodeProto[]): void {
  const missing = nodes.filter((node) => !Object.hasOwn(opTable, ruleNameOf(node)));
  if (missing.length === 0) return;
  const listed = missing.slice(0, 20).map(titleOf).join(', ');
  const more = missing.length > 20 ? ` and ${missing.length - 20} more` : '';
  fail(where, `expected ops that are supported, got ${listed}${more}`);
}

/** What all nodes of a file are read with. */
export type Reading = {
  readonly where: string;
  readonly opset: number;
  readonly build: PlainBuilder;
  readonly external: External | undefined;
};

/** The outputs of a node whose inputs are known. */
export function readNode(
  { where, opset, build, external }: Reading,
  node: NodeProto,
  given: readonly (Value | Condition | undefined)[],
): readonly (Value | Condition | undefined)[] {
  const title = `${where}: ${titleOf(node)}`;
  const refuse = (message: string) => fail(title, message);
  const attributes = attributesOf(node, title, refuse, external);
  build.name(node.output[0] ?? node.name ?? '');
  const outputs = node.output.filter((name) => name !== '').length;
  const condition = given.find((one) => one?.kind === 'condition');
  // where it chooses is the only place that a condition may stand
  if (condition && (node.opType !== 'Where' || given.findLastIndex((one) => one?.kind === 'condition') > 0)) {
    refuse("expected values, got a comparison of the network's values");
  }
  const inputs = given.map((one) => (one?.kind === 'condition' ? undefined : one));
  const rule = opTable[ruleNameOf(node)]!;
  const made = ((): ReturnType<typeof rule> => {
    try {
      return rule({ ...(condition && { condition }), opset, inputs, outputs, attributes, build, refuse });
    } catch (error) {
      if ((error as Error).message.startsWith(where)) throw error;
      return refuse((error as Error).message);
    }
  })();
  const unread = attributes.unread();
  if (unread.length > 0) refuse(`expected attributes that are supported, got ${unread.map(clip).join(', ')}`);
  return Array.isArray(made) ? made : [made as Value | Condition];
}
