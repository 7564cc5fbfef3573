import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import { assertProperty, boxTreeIn, type CertificateProof, type Enclosure, type Property } from '@ibp/exact';
import { writeVnnlib } from '@ibp/vnnlib';
import { unitsInOrder } from './numbering';

const where = 'writeAptp';
type Tree = Extract<CertificateProof, { kind: 'tree' }>;

/**
 * A proof of a certificate in APTP, for its checkers: the tree of its splits, or its boxes. Slopes and multipliers are not in that language,
 * nor is a bound: a checker of it finds its own.
 *
 * @param property of one box and one conjunction, whose rows compare an output with another or with a number: APTP has no
 * others. It is a file for each conjunction.
 * @param proof of that conjunction. One without splits becomes the two signs of the first hidden unit.
 * @throws when the property is another one, a split is not of the sign of what a ReLU takes in, or the proof is of a kind that says nothing
 * of parts.
 */
export function writeAptp(network: PlainNetwork, property: Property, proof: CertificateProof): string {
  assertProperty(where, network, property);
  const [box, ...boxes] = property.boxes;
  const [rows, ...others] = property.unsafe;
  if (boxes.length + others.length > 0 || property.withInputs) {
    fail(where, 'expected a property of one box and one conjunction of outputs');
  }
  const outputs = sizeOf(network.nodes.at(-1)!.shape);
  for (const r of rows!.d.keys()) {
    const c = Array.from(rows!.c.subarray(r * outputs, (r + 1) * outputs)).filter((factor) => factor !== 0);
    const simple =
      c.length === 1
        ? Math.abs(c[0]!) === 1
        : c.length === 2 && Math.abs(c[0]!) === 1 && c[0] === -c[1]! && rows!.d[r] === 0;
    if (!simple)
      fail(where, `expected rows that compare two outputs, or one with a number; row ${r} does not`);
  }
  const tensors = {
    inputs: [{ name: 'X', shape: [box!.lower.length] }],
    outputs: [{ name: 'Y', shape: [outputs] }],
  };
  // an assertion a line, as readers of the format have them
  const stated = writeVnnlib({ ...tensors, properties: [property] }).replace(
    /\(assert \(or\n {2}\(and (.*)\)\n\)\)/,
    (_, atoms: string) =>
      atoms
        .split(/(?<=\)) (?=\()/)
        .map((atom) => `(assert ${atom})`)
        .join('\n'),
  );
  if (proof.kind === 'box-tree') return withBoxes(stated, box!, proof);
  if (proof.kind !== 'tree' && proof.kind !== 'ibp' && proof.kind !== 'crown') {
    return fail(where, `expected a proof by parts or by bounds, got one of the kind ${proof.kind}`);
  }
  const numbered = unitsInOrder(network);
  if (numbered.length === 0) fail(where, 'expected a network with ReLUs, got none');
  const places = new Map(numbered.map(({ node, unit }, k) => [`${node}/${unit}`, k + 1]));
  const leaves = patternsOf(proof, places);
  const names = numbered.map((_, k) => `(declare-pwl N_${k + 1} ReLU)`);
  const clauses = leaves.map((pattern) => `  (and ${pattern.map(literal).join(' ')})`);
  return `${stated.trimEnd()}\n${names.join('\n')}\n(assert (or\n${clauses.join('\n')}\n))\n`;
}

const literal = (sign: number): string => (sign > 0 ? `(>= N_${sign} 0)` : `(< N_${-sign} 0)`);

function patternsOf(proof: CertificateProof, places: ReadonlyMap<string, number>): number[][] {
  const leaves = proof.kind === 'tree' ? proof.leaves : [];
  const patterns = leaves.map(({ splits }: Tree['leaves'][number]) =>
    splits.map(({ node, unit, side, at = 0 }) => {
      const place = places.get(`${node}/${unit}`);
      if (place === undefined || at !== 0) {
        return fail(
          where,
          `expected splits of the signs of units of ReLU, got unit ${unit} of node ${node} at ${at}`,
        );
      }
      return side === 'active' ? place : -place;
    }),
  );
  return patterns.length > 1 ? patterns : [[1], [-1]];
}

/** The leaves of cuts, as boxes of inputs. */
function withBoxes(
  stated: string,
  box: Enclosure,
  proof: Extract<CertificateProof, { kind: 'box-tree' }>,
): string {
  const tree = boxTreeIn(proof) ?? fail(where, 'expected cuts that are a list of numbers');
  const parts: Enclosure[] = [];
  const stack = [box];
  let cut = 0;
  for (const kind of tree.nodes) {
    const part = stack.pop() ?? fail(where, 'expected a part for each node of the tree, got more nodes');
    if (kind < 2) {
      parts.push(part);
      continue;
    }
    const at = tree.at[cut++]!;
    const half = (end: 'lower' | 'upper') => {
      const own = { lower: part.lower.slice(), upper: part.upper.slice() };
      own[end][kind - 2] = at;
      return own;
    };
    stack.push(half('lower'), half('upper')); // the lower half is the next
  }
  const lines = stated.split('\n');
  const isEnd = (line: string) => /^\(assert \([<>]= X_/.test(line);
  const clauses = parts.map((part) => {
    const ends = [...part.lower.keys()].map(
      (i) => `(>= X_${i} ${decimal(part.lower[i]!)}) (<= X_${i} ${decimal(part.upper[i]!)})`,
    );
    return `  (and ${ends.join(' ')})`;
  });
  const rest = lines
    .filter((line) => !isEnd(line))
    .join('\n')
    .trimEnd();
  return `${rest}\n(assert (or\n${clauses.join('\n')}\n))\n`;
}

/** Without an exponent, which the language has none of. */
const decimal = (value: number): string => {
  const text = String(value);
  if (!text.includes('e')) return text.includes('.') ? text : `${text}.0`;
  return Math.abs(value) < 1 ? value.toFixed(100).replace(/0+$/, '0') : `${BigInt(value)}.0`;
};
