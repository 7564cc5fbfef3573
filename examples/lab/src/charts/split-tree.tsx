import { hierarchy, tree } from 'd3-hierarchy';
import type { SearchedPart } from '../worker/settle';

type Node = { readonly part: SearchedPart; readonly children: Node[] };

/** Trees of parts, one for each row of the specification, those with most parts first. */
function treesOf(parts: ReadonlyMap<number, SearchedPart>): Node[] {
  const nodes = new Map<number, Node>();
  const roots: Node[] = [];
  for (const part of parts.values()) {
    const node: Node = { part, children: [] };
    nodes.set(part.part, node);
    (part.of === undefined ? roots : nodes.get(part.of)!.children).push(node);
  }
  return roots.sort((a, b) => sizeOf(b) - sizeOf(a));
}

const sizeOf = ({ children }: Node): number => children.reduce((sum, child) => sum + sizeOf(child), 1);

const toneOf = ({ part, children }: Node, broken: boolean): string => {
  if (part.bound < 0) return 'proved';
  if (children.length > 0) return 'cut';
  return broken ? 'broken' : 'open';
};

type SplitTreeProps = {
  readonly parts: ReadonlyMap<number, SearchedPart>;
  /** Whether the search ended with a counter-example: what is open then holds it, or was not looked at. */
  readonly broken: boolean;
};

/** How a box was cut so far: blue parts are proved, rings were cut in two, grey ones wait. */
export const SplitTrees = ({ parts, broken }: SplitTreeProps) => {
  const trees = treesOf(parts);
  const proved = trees.filter(({ part, children }) => children.length === 0 && part.bound < 0).length;
  const uncut = trees.filter(({ part, children }) => children.length === 0 && !(part.bound < 0)).length;
  const rest = trees.filter(({ children }) => children.length > 0);
  return (
    <div class="trees">
      {proved > 0 ? (
        <p class="quiet">
          {proved} of {trees.length} classes are proved without a cut.
        </p>
      ) : null}
      {uncut > 0 ? (
        <p class="quiet">
          <svg class="dot" viewBox="-6 -6 12 12" aria-hidden="true">
            <circle class={`leaf ${broken ? 'broken' : 'open'}`} r="5" />
          </svg>{' '}
          {uncut} of {trees.length} classes are open, and nothing was cut for them yet.
        </p>
      ) : null}
      {rest.map((root) => (
        <Tree key={root.part.part} root={root} broken={broken} />
      ))}
    </div>
  );
};

const Tree = ({ root, broken }: { readonly root: Node; readonly broken: boolean }) => {
  const laid = tree<Node>().nodeSize([14, 26])(hierarchy(root, ({ children }) => children));
  const nodes = laid.descendants();
  const xs = nodes.map(({ x }) => x);
  const [left, right] = [Math.min(...xs) - 10, Math.max(...xs) + 10];
  const height = 26 * laid.height + 24;
  const proved = laid.leaves().filter(({ data }) => data.part.bound < 0).length;
  const label = `Can it be a ${root.part.other}? ${nodes.length} parts, ${laid.leaves().length} of them leaves, ${proved} proved`;
  return (
    <figure>
      <svg
        viewBox={`${left} -12 ${right - left} ${height}`}
        style={{ width: `${right - left}px`, maxWidth: '100%' }}
        role="img"
        aria-label={label}
      >
        {laid.links().map(({ source, target }) => (
          <path
            key={target.data.part.part}
            class="link"
            d={`M${source.x},${source.y}L${target.x},${target.y}`}
          />
        ))}
        {nodes.map(({ x, y, data }) => (
          <circle
            key={data.part.part}
            class={`leaf ${toneOf(data, broken)}`}
            cx={x}
            cy={y}
            r={data.children.length > 0 ? 3 : 5}
          />
        ))}
      </svg>
      <figcaption class="quiet">{label}</figcaption>
    </figure>
  );
};
