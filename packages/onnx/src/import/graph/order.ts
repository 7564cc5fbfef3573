import { fail } from '@ibp/core';
import { clip } from '../constant/read-tensor';
import type { NodeProto } from '../file/model';

/**
 * The nodes that lead to some names, each behind those that it needs, whatever order the file has.
 *
 * @throws where a name is made twice, or a node needs itself.
 */
export function inOrder(
  where: string,
  nodes: readonly NodeProto[],
  given: ReadonlySet<string>,
  wanted: readonly string[],
): readonly NodeProto[] {
  const makers = new Map<string, NodeProto>();
  for (const node of nodes) {
    for (const name of node.output) {
      if (name === '') continue;
      if (makers.has(name) || given.has(name)) fail(where, `expected one value of ${clip(name)}, got two`);
      makers.set(name, node);
    }
  }
  const sorted: NodeProto[] = [];
  const begun = new Set<NodeProto>();
  const done = new Set<NodeProto>();
  // a stack of its own: a file may be deeper than the stack of calls
  const stack: { readonly node: NodeProto; next: number }[] = [];
  const visit = (name: string): void => {
    if (name === '' || given.has(name)) return;
    const node = makers.get(name) ?? fail(where, `expected a value of ${clip(name)}, got none`);
    if (done.has(node)) return;
    if (begun.has(node)) fail(where, `expected no circle of nodes, got one through ${clip(name)}`);
    begun.add(node);
    stack.push({ node, next: 0 });
  };
  for (const name of wanted) {
    visit(name);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      if (top.next < top.node.input.length) visit(top.node.input[top.next++]!);
      else {
        stack.pop();
        done.add(top.node);
        sorted.push(top.node);
      }
    }
  }
  return sorted;
}
