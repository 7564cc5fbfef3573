import type { PlainNetwork } from '@ibp/core';
import { exactMaximum, plainChain, plainDense, plainTensor, stream } from '@ibp/testing';
import { plainForward } from '../plain/forward';
import type { Property } from '../property/property';
import type { Arithmetic } from '../rigorous/arithmetic';
import { float32Programs, float32Trace } from '../testing/float32-program';
import { float32ToBase64 } from './base64';
import { createCertificate } from './certificate';
import { checkCertificate } from './check';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';

/** What the checker makes of proofs of a property, under digests that fit them. */
async function checked(
  network: PlainNetwork,
  statement: Property,
  proofs: CertificateProof[],
  arithmetic: Arithmetic = 'real',
): Promise<string> {
  const outcome = { index: 0, statement, verdict: { status: 'verified' as const, proofs } };
  const certificate = await createCertificate(network, [outcome], { mode: 'float32', arithmetic });
  const { examples } = await checkCertificate(certificate, network, [statement], { arithmetic });
  return examples[0]!.status;
}

const ends = (...values: number[]) => Float64Array.from(values);
const packed = (...values: number[]) => float32ToBase64(Float32Array.from(values));
const bytes = (...values: number[]) => ({ uint8: Buffer.from(values).toString('base64') });
const of = (proof: object): CertificateProof => ({ conjunctions: [0], ...proof }) as CertificateProof;
const crown = (more: object = {}) => of({ kind: 'crown', intermediate: 'crown', ...more });
const tree = (leaves: readonly object[], more: object = {}) =>
  of({ kind: 'tree', intermediate: 'crown', leaves, ...more });
const boxTree = (nodes: readonly number[], at: readonly number[], more: object = {}) =>
  of({
    kind: 'box-tree',
    intermediate: 'crown',
    nodes: bytes(...nodes),
    at: packNumbers(ends(...at)),
    ...more,
  });
const split = (unit: number, side: 'active' | 'inactive', at = 0, node = 1) => ({ node, unit, side, at });

// |x| + y of the square [-1, 1]^2, by two relus: 2 at the most, so that "below 2" is false by nothing at all
const square = { lower: ends(-1, -1), upper: ends(1, 1) };
const peak = plainChain(
  [2],
  ['dense', { kernel: plainTensor([2, 3], [1, -1, 0, 0, 0, 1]) }],
  ['relu', {}],
  ['dense', { kernel: plainTensor([3, 1], [1, 1, 1]) }],
);
const below = (most: number): Property => ({
  boxes: [square],
  unsafe: [{ c: ends(1), d: ends(-most) }],
});
const both = [split(0, 'active'), split(0, 'inactive')];
const leaves = both.map((one) => ({ splits: [one] }));

it('the statement next to it is proved', async () => {
  expect(await checked(peak, below(2 + 2 ** -40), [tree(leaves)])).toBe('confirmed');
});

const tight = [0.5, 0.5, 1];
const lists = (values: readonly number[]) => [{ node: 2, units: [0, 1, 2], below: values, above: values }];
const hidden = (node: number, units: readonly number[], text: string) => [
  { node, units, above: units.map(() => text), below: units.map(() => text) },
];
const extremes = [1e308, -1e308, 1e300, 5e-324, -5e-324, 2 ** -1000, 1e16, -1e16, 3];

/** What a forger would try, each against "|x| + y is below 2 on the square": it is 2 at two corners. */
const attacks: { readonly [title: string]: CertificateProof[] } = {
  'no proofs': [],
  'a method without a proof, and a bound': [of({ kind: 'unchecked', method: 'mip', bounds: [-1] })],
  intervals: [of({ kind: 'ibp' })],
  'a bound that is stored': [crown({ bounds: [-1e-9] })],
  'an sdp': [of({ kind: 'sdp' })],
  'a tree without leaves': [tree([])],
  'one side of a split': [tree([leaves[0]!])],
  'a gap between two splits of a unit': [
    tree([{ splits: [split(0, 'active', 1e-9)] }, { splits: [split(0, 'inactive', -1e-9)] }]),
  ],
  'sides of two units': [tree([{ splits: [split(0, 'active')] }, { splits: [split(1, 'inactive')] }])],
  'sides at the ends of numbers': [
    tree([{ splits: [split(0, 'active', 1e308)] }, { splits: [split(0, 'inactive', 1e308)] }]),
  ],
  'a split at another place, for each side the empty one': [
    tree([{ splits: [split(0, 'active', 5)] }, { splits: [split(0, 'inactive', -5)] }]),
  ],
  'an empty leaf in place of a full one': [
    tree([{ splits: [both[0]!, split(0, 'inactive', -1)] }, { splits: [both[1]!] }]),
  ],
  'a leaf twice': [tree([leaves[0]!, leaves[0]!])],
  'splits of the output': [
    tree([{ splits: [split(0, 'active', 2, 3)] }, { splits: [split(0, 'inactive', 2, 3)] }]),
  ],
  'splits of an input outside the box': [
    tree([{ splits: [split(0, 'active', 9, 0)] }, { splits: [split(0, 'inactive', 9, 0)] }]),
  ],
  'a unit beyond the layer': [tree([{ splits: [split(3, 'active')] }, { splits: [split(3, 'inactive')] }])],
  'a multiplier of a split below 0': [tree(leaves.map((leaf) => ({ ...leaf, betas: [-1] })))],
  'more multipliers than splits': [tree(leaves.map((leaf) => ({ ...leaf, betas: [0, 1e9] })))],
  'planes of NaN': [
    tree(leaves.map((leaf) => ({ ...leaf, planes: [{ node: 2, units: [0], slopes: packed(NaN, NaN) }] }))),
  ],
  'planes of infinity': [
    tree(
      leaves.map((leaf) => ({
        ...leaf,
        planes: [{ node: 2, units: [0, 1], slopes: packed(Infinity, -Infinity, Infinity, 0) }],
      })),
    ),
  ],
  'planes of a linear op': [
    tree(leaves.map((leaf) => ({ ...leaf, planes: [{ node: 1, units: [0], slopes: packed(0, 0) }] }))),
  ],
  'slopes of infinity': [
    tree(
      leaves.map((leaf) => ({ ...leaf, below: [packed(Infinity, -Infinity, NaN)] })),
      {
        units: [{ node: 2, units: [0, 1, 2] }],
      },
    ),
  ],
  'hidden units of the output': [tree(leaves, { hidden: hidden(3, [0], packed(...tight)) })],
  'hidden units of the input': [tree(leaves, { hidden: hidden(0, [0, 1], '') })],
  'hidden units with slopes of infinity': [
    tree(leaves, {
      units: lists(tight).map(({ node, units }) => ({ node, units })),
      hidden: hidden(3, [0], packed(Infinity, -Infinity, NaN)),
    }),
  ],
  'hidden units, later nodes first': [
    tree(leaves, { hidden: [...hidden(3, [0], ''), ...hidden(1, [0, 1, 2], '')] }),
  ],
  'cuts at an end': [boxTree([2, 0, 0], [1])],
  'a cut at NaN': [boxTree([2, 0, 0], [NaN])],
  'a cut at infinity': [boxTree([2, 0, 0], [Infinity])],
  'a cut of a feature that is not there': [boxTree([9, 0, 0], [0])],
  'half of a box': [boxTree([2, 0], [0])],
  'a leaf too many': [boxTree([0, 0], [])],
  'no leaf at all': [boxTree([], [])],
  'leaves with no proofs of their own': [
    boxTree([2, 0, 0], [0], {
      own: [
        { leaf: 0, proofs: [] },
        { leaf: 1, proofs: [] },
      ],
    }),
  ],
  'leaves with half of a tree': [
    boxTree([2, 0, 0], [0], { own: [0, 1].map((leaf) => ({ leaf, proofs: [tree([leaves[0]!])] })) }),
  ],
  'leaves with a proof of another box': [
    boxTree([0], [], { own: [{ leaf: 0, proofs: [{ ...tree(leaves), box: 1 }] }] }),
  ],
  'a leaf with proofs twice': [
    boxTree([0], [], { own: [0, 0].map((leaf) => ({ leaf, proofs: [tree(leaves)] })) }),
  ],
  'multipliers of infinity': [boxTree([1], [], { multipliers: packNumbers(ends(Infinity)) })],
  'multipliers below 0': [boxTree([1], [], { multipliers: packNumbers(ends(-1)) })],
  'multipliers of 0': [boxTree([1], [], { multipliers: packNumbers(ends(0)) })],
  'the simplified form': [boxTree([2, 0, 0], [0], { form: 'simplified' })],
  'the form without maxima': [boxTree([2, 0, 0], [0], { form: 'maxima-by-relu' })],
  'another box': [{ ...tree(leaves), box: 1 }],
  'the conjunction in two proofs': [tree(leaves), tree(leaves)],
  'the conjunction twice in one': [tree(leaves, { conjunctions: [0, 0] })],
  'a conjunction that is not there': [tree(leaves, { conjunctions: [1] })],
  ...Object.fromEntries(
    extremes.flatMap(
      (value) =>
        [
          [`slopes of ${value}`, [crown({ slopes: lists([value, value, value]) })]],
          [
            `splits at ${value}`,
            [tree(['active', 'inactive'].map((side) => ({ splits: [split(0, side as 'active', value)] })))],
          ],
          [
            `a tree with slopes of ${value}`,
            [
              tree(
                leaves.map((leaf) => ({ ...leaf, below: [packed(value, value, value)] })),
                {
                  units: [{ node: 2, units: [0, 1, 2] }],
                },
              ),
            ],
          ],
          [
            `planes of ${value}`,
            [
              tree(
                leaves.map((leaf) => ({
                  ...leaf,
                  planes: [{ node: 2, units: [0, 1], slopes: packed(value, 0, value, value) }],
                })),
              ),
            ],
          ],
          ...(value > 0
            ? [
                [`multipliers of rows of ${value}`, [crown({ multipliers: [[value]] })]],
                [
                  `multipliers of splits of ${value}`,
                  [tree(leaves.map((leaf) => ({ ...leaf, betas: [value] })))],
                ],
                [
                  `multipliers of a cut box of ${value}`,
                  [boxTree([1], [], { multipliers: packNumbers(ends(value)) })],
                ],
              ]
            : []),
        ] as [string, CertificateProof[]][],
    ),
  ),
};

it.each(Object.keys(attacks))('is not confirmed by %s', async (title) => {
  for (const statement of [below(2), below(2 - 2 ** -30)]) {
    expect(await checked(peak, statement, attacks[title]!)).not.toBe('confirmed');
  }
  expect(await checked(peak, below(2), attacks[title]!, 'any-order-float32')).not.toBe('confirmed');
});

/** Numbers that a forger draws: usual ones, and those at the ends of the format. */
const hostile = (next: () => number): number => {
  const kinds = [
    () => next() * 2 - 0.5,
    () => 2 ** Math.floor(next() * 2000 - 1000),
    () => 0,
    () => 1,
    () => 1e308 * next(),
  ];
  const value = kinds[Math.floor(next() * kinds.length)]!();
  return next() < 0.3 ? -value : value;
};
const above = (value: number) => Math.abs(value);

/** Proofs of any form of a network of two hidden layers of four units, with hostile numbers. */
function drawnProof(next: () => number): CertificateProof {
  const four = [0, 1, 2, 3];
  const many = (n: number) => Array.from({ length: n }, () => hostile(next));
  const intermediate = next() < 0.5 ? 'ibp' : 'crown';
  if (next() < 0.3) {
    const slopes = [2, 4].map((node) => ({ node, units: four, below: many(4), above: many(4) }));
    return crown({ intermediate, slopes, ...(next() < 0.5 && { multipliers: [many(2).map(above)] }) });
  }
  const units = [2, 4].map((node) => ({ node, units: four }));
  const places = [1, 3].map((node) => ({
    node,
    unit: Math.floor(4 * next()),
    at: next() < 0.5 ? 0 : hostile(next),
  }));
  const sides = ['active', 'inactive'] as const;
  const own = sides.flatMap((one) => sides.map((two) => [one, two]));
  const parts = own.map((side) => ({
    splits: places.map((place, k) => ({ ...place, side: side[k]! })),
    betas: many(2).map(above),
    below: [packed(...many(4)), packed(...many(4))],
    ...(next() < 0.5 && { planes: [{ node: 2, units: [0, 1], slopes: packed(...many(4)) }] }),
    ...(next() < 0.5 && { multipliers: [many(2).map(above)] }),
  }));
  const listed = next() < 0.5 ? { hidden: hidden(3, four, packed(...many(4))) } : {};
  const proof = tree(parts, { intermediate, units, ...listed });
  if (next() < 0.6) return proof;
  const inner = [{ leaf: 0, proofs: [proof] }];
  return boxTree([2, 0, 1], [0.5 + next() / 4], {
    own: inner,
    multipliers: packNumbers(ends(above(hostile(next)), 1)),
  });
}

const box = { lower: ends(0.25, 0.25), upper: ends(0.75, 0.75) };

it('no proof with numbers of the ends of the format confirms what is false by the least', async () => {
  const next = stream(7);
  let confirmed = 0;
  for (let seed = 0; seed < 8; seed++) {
    const network = plainDense([2, 4, 4, 1], 100 + 10 * seed);
    const most = exactMaximum(network, box, { c: ends(1), d: ends(0) });
    // two rows of the same: a conjunction that is met where the output is that great
    const rows = (d: number) => ({ boxes: [box], unsafe: [{ c: ends(1, 2), d: ends(d, 2 * d) }] });
    const [truly, falsely] = [rows(-most - 2), rows(-most + 1e-9)];
    for (let k = 0; k < 40; k++) {
      const proof = drawnProof(next);
      expect(await checked(network, falsely, [proof])).not.toBe('confirmed');
      if ((await checked(network, truly, [proof])) === 'confirmed') confirmed += 1;
    }
  }
  // they are proofs, of what is true
  expect(confirmed).toBeGreaterThan(20);
});

it('nor what one program of float32 breaks', async () => {
  const next = stream(8);
  let confirmed = 0;
  for (let seed = 0; seed < 8; seed++) {
    const network = plainDense([2, 4, 4, 1], 500 + 10 * seed);
    const point = Float64Array.from([next(), next()], Math.fround);
    const computed = float32Programs.map((program) => float32Trace(network, point, program).at(-1)![0]!);
    const most = Math.max(...computed, plainForward(network, point)[0]!);
    const at = { lower: point, upper: point };
    const rows = (d: number) => ({ boxes: [at], unsafe: [{ c: ends(1, 2), d: ends(d, 2 * d) }] });
    for (let k = 0; k < 30; k++) {
      const proof = drawnProof(next);
      if (proof.kind === 'box-tree') continue; // a point is not cut
      expect(await checked(network, rows(-most), [proof], 'any-order-float32')).not.toBe('confirmed');
      if ((await checked(network, rows(-most - 1e-3), [proof], 'any-order-float32')) === 'confirmed')
        confirmed += 1;
    }
  }
  expect(confirmed).toBeGreaterThan(20);
});
