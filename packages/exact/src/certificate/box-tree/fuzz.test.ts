import { stream } from '@ibp/testing';
import { type Property, propertyOf } from '../../property/property';
import { checkProof } from '../check-proof';
import { region } from '../region';
import { type BoxNode, type BoxTree, boxTreeOf } from './box-tree';
import { boxTreeProof } from './pack';
import { network, property } from './testing';

const next = stream(77);
const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;

/** A property of `|x|` and `x` like that of the tests, true or not. */
const asked = (): Property => {
  const [{ lower, upper }] = property.boxes as [(typeof property.boxes)[number]];
  const unsafe = [{ c: property.unsafe[0]!.c, d: Float64Array.of(0.2 + 0.6 * next(), -0.5) }];
  return propertyOf({ boxes: [{ lower, upper }], unsafe });
};
/** `|x| <= a` and `x >= 0.5` has a solution. */
const isBroken = ({ unsafe }: Property) => unsafe[0]!.d[0]! >= 0.5;

/** A tree of cuts inside their parts, with multipliers here and there. */
function randomTree(): BoxTree {
  const nodes: BoxNode[] = [{}];
  const ends = [[-1, 1]];
  for (let k = Math.floor(next() * 4); k > 0; k--) {
    const place = pick([...nodes.keys()].filter((i) => !('feature' in nodes[i]!)));
    const [low, high] = ends[place] as [number, number];
    const at = pick([low + (high - low) * next(), 0, 0.5].filter((x) => low < x && x < high));
    if (at === undefined) continue;
    nodes[place] = { feature: 0, at, lower: nodes.length, upper: nodes.length + 1 };
    nodes.push({}, {});
    ends.push([low, at], [at, high]);
  }
  return boxTreeOf(
    nodes.map((node) => ('feature' in node || next() < 0.3 ? node : { multipliers: [1, pick([0, 1, 2])] })),
  );
}

const odd = [-1, -0.3, 0, 0.5, 1, 2, 1e308, -1e-320, Number.NaN, Infinity, -Infinity];

/** One number of one list changed, left out or put in. */
function mutated(tree: BoxTree): BoxTree {
  const name = pick(['nodes', 'at', 'multipliers'] as const);
  const list = Array.from(tree[name]);
  const at = Math.floor(next() * (list.length + 1));
  const value = name === 'nodes' ? pick([0, 1, 2, 3, 4_000_000_000]) : pick(odd);
  list.splice(at, pick([0, 1, 1]), ...(next() < 0.8 ? [value] : []));
  return { ...tree, [name]: name === 'nodes' ? Uint32Array.from(list) : Float64Array.from(list) };
}

it('4,000 trees, three of four mutated, confirm nothing that is false, and throw nothing', () => {
  const count = { confirmed: 0, rejected: 0, 'not confirmable': 0 };
  for (let i = 0; i < 4000; i++) {
    let tree = randomTree();
    for (let k = i % 4; k > 0; k--) tree = mutated(tree);
    const statement = asked();
    const [box] = statement.boxes as [(typeof statement.boxes)[number]];
    const proof = boxTreeProof(tree, { conjunctions: [0], intermediate: pick(['ibp', 'crown'] as const) });
    const { status } = checkProof(proof, region(network, box, statement.unsafe), 0);
    count[status] += 1;
    if (status === 'confirmed') expect(isBroken(statement)).toBe(false);
  }
  expect(Math.min(...Object.values(count))).toBeGreaterThan(50);
});
