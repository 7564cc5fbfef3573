import type { OpName, PlainNetwork } from '@ibp/core';
import {
  type Arithmetic,
  affineMaps,
  arithmetics,
  boxTreeOf,
  boxTreeProof,
  type CertificateProof,
  compactProofs,
  confirmedBoxTree,
  confirmedProofs,
  confirmedTree,
  float32ToBase64,
  maximaByRelu,
  packNumbers,
  plainForward,
  planedOf,
  propertyOf,
  rowInOrder,
  type Statement,
  simplifiedNetwork,
} from '@ibp/exact';
import { plainChain, plainDense, plainResidual, plainTensor, stream } from '@ibp/testing';
import { type Case, caseOf } from './case';

const radii = [0.3, 0.2, 0.14, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.0005];

/** One network with an input of it. */
type Subject = { readonly name: string; readonly network: PlainNetwork; readonly x: Float32Array };

function subjects(seed: number): Subject[] {
  const next = stream(seed);
  const points = (n: number) => Float32Array.from({ length: n }, () => next());
  const dense = (op: OpName, params = {}) =>
    ({
      name: op,
      network: plainDense([4, 10, 10, 3], Math.floor(next() * 1e6), op, params),
      x: points(4),
    }) as const;
  return [
    dense('relu'),
    dense('leakyRelu', { alpha: 0.1 }),
    dense('abs'),
    dense('relu6'),
    { name: 'residual', network: plainResidual(Math.floor(next() * 1e6)), x: points(16) },
    { name: 'pooled', network: pooled(next), x: points(16) },
    { name: 'lattice', network: lattice(next), x: points(2) },
  ];
}

/** Some numbers with few digits, so that their sums are exact. */
const eighths = (n: number, next: () => number) =>
  Float32Array.from({ length: n }, () => Math.floor(16 * next() - 8) / 8);

/** With a max pool, whose form by relus has activations where the network has none. */
const pooled = (next: () => number): PlainNetwork =>
  plainChain(
    [4, 4, 1],
    ['conv2d', { kernel: plainTensor([2, 2, 1, 2], eighths(8, next)), strides: [1, 1], padding: 'same' }],
    ['relu', {}],
    ['maxPool', { size: [2, 2], strides: [2, 2], padding: 'valid' }],
    ['reshape', { shape: [8] }],
    ['dense', { kernel: plainTensor([8, 3], eighths(24, next)) }],
  );

/** Of the two sums and differences of the inputs, each with its negative: of four units, a simplified form has two. */
const lattice = (next: () => number): PlainNetwork =>
  plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 4], [1, -1, 1, -1, 1, -1, -1, 1]) }],
    ['relu', {}],
    ['dense', { kernel: plainTensor([4, 3], eighths(12, next)) }],
    ['dense', { kernel: plainTensor([3, 3], eighths(9, next)), bias: plainTensor([3], eighths(3, next)) }],
  );

const greatest = (z: Float64Array): number => z.indexOf(z.reduce((a, b) => Math.max(a, b)));

/**
 * The certificates that the checkers are held to, and one more of each for a radius that its proof does not reach.
 *
 * @param networks of how many of the networks; of all unless given.
 */
export async function made(seed: number, networks = Number.POSITIVE_INFINITY): Promise<Case[]> {
  const next = stream(seed + 1);
  const cases: Case[] = [];
  for (const { name, network, x } of subjects(seed).slice(0, networks)) {
    const label = greatest(plainForward(network, Float64Array.from(x)));
    const classAt = (epsilon: number): Statement => ({ x, label, classes: 3, epsilon, range: [0, 1] });
    const all = await proofsOf(network, next);
    for (const [arithmetic, kind, proof] of arithmetics.flatMap((own) =>
      all.map(([kind, proof]) => [own, kind, proof] as const),
    )) {
      let wider: (() => Promise<Case>) | undefined;
      for (const epsilon of radii) {
        const statement = classAt(epsilon);
        const { boxes, unsafe } = propertyOf(statement);
        const about = { box: boxes[0]!, unsafe, arithmetic };
        const claimed = await proof(about);
        if (!claimed) continue;
        const title = `${name}: ${kind}${within(arithmetic)}`;
        const of = (given: CertificateProof, then: string, mode: 'float32' | 'rigorous' = 'rigorous') => {
          const verdict = { status: 'verified' as const, proofs: [given] };
          return caseOf(title + then, network, statement, verdict, { mode, arithmetic });
        };
        const [held] = confirmedProofs([claimed], network, about);
        if (!held) {
          wider = () => of(claimed, ', too wide');
          continue;
        }
        cases.push(await of(held, ''));
        cases.push(await of(claimed, ', of float32', 'float32'));
        if (wider) cases.push(await wider());
        break;
      }
    }
    cases.push(...(await otherwise(name, network, x, label, next)));
  }
  return cases;
}

const within = (arithmetic: Arithmetic): string => (arithmetic === 'real' ? '' : ' in any order');

type About = Parameters<typeof confirmedProofs>[2];
type Proof = (about: About) => CertificateProof | undefined | Promise<CertificateProof | undefined>;

/** A box cut in two, so that there is a cut even where none is needed. */
const halved = ({ lower, upper }: About['box']) =>
  boxTreeOf([{ feature: 0, at: (lower[0]! + upper[0]!) / 2, lower: 1, upper: 2 }, {}, {}]);

/** The nodes that activations are, and how many units they have. */
const activations = ({ nodes }: PlainNetwork) =>
  nodes.flatMap(({ op, inputs, shape }, node) =>
    ['relu', 'leakyRelu', 'abs', 'relu6'].includes(op)
      ? [{ node, before: inputs[0]!, size: shape.reduce((a, b) => a * b, 1) }]
      : [],
  );

async function proofsOf(network: PlainNetwork, next: () => number): Promise<[string, Proof][]> {
  const conjunctions = [0, 1];
  const found = activations(network);
  const slopes = found.map(({ node, size }) => ({
    node,
    units: Array.from({ length: size }, (_, unit) => unit),
    below: Array.from({ length: size }, () => next()),
    above: Array.from({ length: size }, () => next()),
  }));
  const below = slopes.map(({ below: values }) => float32ToBase64(Float32Array.from(values)));
  const units = slopes.map(({ node, units: own }) => ({ node, units: own }));
  const last = found.at(-1)!;
  const upTo = float32ToBase64(
    Float32Array.from(slopes.filter(({ node }) => node < last.before).flatMap((one) => one.below)),
  );
  const planes = found.flatMap(({ node, before }) => {
    const above = planedOf(network, node);
    if (!above) return [];
    const own = [0, 1, 3];
    const values = own.flatMap((unit) => {
      const { weights } = rowInOrder(affineMaps(network)[before]!, unit);
      const [left, right] = above.sides;
      return Array.from(weights, (w) => w * (left + (right - left) * (0.4 + 0.2 * next())));
    });
    return [{ node, units: own, slopes: float32ToBase64(Float32Array.from(values)) }];
  });
  const tree =
    (betas: boolean, hidden: boolean, planed = false): Proof =>
    async (about) => {
      const first = found.at(-1)!.before;
      const one = { node: first, unit: 1 };
      const two = { node: found[0]!.before, unit: 2, at: 0.125 };
      const splits = [
        [{ ...one, side: 'active' as const }],
        [
          { ...one, side: 'inactive' as const },
          { ...two, side: 'active' as const },
        ],
        [
          { ...one, side: 'inactive' as const },
          { ...two, side: 'inactive' as const },
        ],
      ];
      const leaves = splits.map((own) => ({
        splits: own,
        ...(betas ? { betas: own.map(() => next() / 8), below } : {}),
        ...(planed ? { planes } : {}),
      }));
      const given: CertificateProof = {
        ...{ kind: 'tree', conjunctions, intermediate: 'crown', leaves },
        ...(betas ? { units } : {}),
        ...(hidden
          ? {
              hidden: [
                { node: last.before, units: [0, 1, 3], above: [upTo, upTo, upTo], below: [upTo, upTo, upTo] },
              ],
            }
          : {}),
      };
      if (given.kind !== 'tree') return undefined;
      return hidden ? given : ((await confirmedTree(network, given, about, { leaves: 16 })).proof ?? given);
    };
  const forms = { simplified: simplifiedNetwork, 'maxima-by-relu': maximaByRelu };
  const inForms = (['simplified', 'maxima-by-relu'] as const).flatMap((form): [string, Proof][] => {
    const other = forms[form](network);
    const first = other.nodes.find(({ op }) => op === 'relu');
    if (other === network || !first) return [];
    const leaves = (['active', 'inactive'] as const).map((side) => ({
      splits: [{ node: first.inputs[0]!, unit: 1, side }],
      betas: [0.125],
    }));
    const own: CertificateProof = { kind: 'tree', conjunctions, intermediate: 'crown', leaves };
    const whole = boxTreeProof(boxTreeOf([{ proofs: [own] }]), { conjunctions, intermediate: 'ibp', form });
    return [[`tree of the form ${form}`, ({ arithmetic }) => (arithmetic === 'real' ? whole : undefined)]];
  });
  return [
    ...inForms,
    ['ibp', () => ({ kind: 'ibp', conjunctions })],
    ['crown, hidden units by intervals', () => ({ kind: 'crown', conjunctions, intermediate: 'ibp' })],
    ['crown, hidden units backward', () => ({ kind: 'crown', conjunctions, intermediate: 'crown' })],
    [
      'hidden units listed',
      (about) => compactProofs([{ kind: 'crown', conjunctions, intermediate: 'crown' }], network, about)[0],
    ],
    ['crown with slopes', () => ({ kind: 'crown', conjunctions, intermediate: 'crown', slopes })],
    ['tree', tree(false, false)],
    ['tree with slopes and betas', tree(true, false)],
    ['tree with hidden units', tree(true, true)],
    ['tree with planes', tree(false, false, true)],
    [
      'box tree',
      async ({ box, unsafe, arithmetic = 'real' }) =>
        (
          await confirmedBoxTree(network, box, unsafe, halved(box), {
            ...{ leaves: 80, intermediate: 'ibp', arithmetic },
          })
        ).proof,
    ],
  ];
}

/** A tree of a conjunction whose leaves are made narrower by what refutes them, the second twice. */
function treeWithClips(network: PlainNetwork, conjunction: number): CertificateProof | undefined {
  const [first, ...others] = activations(network);
  const last = others.at(-1);
  if (!first || !last) return undefined;
  const leaves = (['active', 'inactive'] as const).map((side, k) => ({
    splits: [{ node: last.before, unit: 1, side }],
    betas: [2 ** -9],
    clipped: [[0, 0], ...(k > 0 ? [[1, 1]] : [])] as [number, number][],
  }));
  const hidden = [{ node: last.before, units: [0, 1, 2], above: ['', '', ''], below: ['', '', ''] }];
  const clips = [{}, { betas: [2 ** -8] }];
  return { kind: 'tree', conjunctions: [conjunction], intermediate: 'ibp', hidden, clips, leaves };
}

/** What is no proof of a class: conjunctions, rows of inputs, several boxes, witnesses, and methods without a proof. */
async function otherwise(
  name: string,
  network: PlainNetwork,
  x: Float32Array,
  label: number,
  next: () => number,
): Promise<Case[]> {
  const cases: Case[] = [];
  const z = plainForward(network, Float64Array.from(x));
  const { boxes } = propertyOf({ x, label, classes: 3, epsilon: 0.03, range: [0, 1] });
  const two = [
    boxes[0]!,
    propertyOf({ x, label, classes: 3, epsilon: [...x].map((_, i) => i / 200), range: [0, 1] }).boxes[0]!,
  ];
  const [a, b] = [(label + 1) % 3, (label + 2) % 3] as const;
  const row = (k: number, sign: number, d: number) =>
    [Array.from({ length: 3 }, (_, i) => (i === k ? sign : 0)), d] as const;
  const conjunction = (...rows: (readonly [number[], number])[]) => ({
    c: Float64Array.from(rows.flatMap(([c]) => c)),
    d: Float64Array.from(rows, ([, d]) => d),
  });
  // z_a above and below: neither row is refuted, their sum is
  const unsafe = [
    conjunction(row(a, 1, -z[a]! - 0.01), row(a, -1, z[a]! - 0.01)),
    conjunction(row(b, 1, -z[b]! - 40), row(label, 1, 0)),
  ];
  const property = { boxes: two, unsafe };
  const proofs = (more: Partial<CertificateProof>): CertificateProof[] => [
    {
      kind: 'crown',
      conjunctions: [0],
      intermediate: 'ibp',
      multipliers: [[1, 1]],
      ...more,
    } as CertificateProof,
    { kind: 'crown', conjunctions: [1], intermediate: 'crown' },
  ];
  const of = (title: string, given: CertificateProof[], asked: Statement = property) =>
    caseOf(`${name}: ${title}`, network, asked, { status: 'verified', proofs: given });
  cases.push(
    await of('conjunctions with multipliers', proofs({})),
    await of('conjunctions without', proofs({ multipliers: [[]] })),
    await of('conjunctions by intervals', proofs({ kind: 'ibp', intermediate: undefined } as never)),
    await of(
      'conjunctions box by box',
      [0, 1].flatMap((box) => proofs({}).map((proof) => ({ ...proof, box }))),
    ),
  );
  const zeros = Array.from(x, () => 0);
  const wide = unsafe.map(({ c, d }) => ({
    c: Float64Array.from(Array.from(d).flatMap((_, r) => [...zeros, ...c.slice(3 * r, 3 * r + 3)])),
    d,
  }));
  wide[1]!.c[0] = -2;
  cases.push(await of('rows of inputs and outputs', proofs({}), { boxes, unsafe: wide, withInputs: true }));
  const split = await confirmedBoxTree(network, boxes[0]!, unsafe, undefined, {
    leaves: 20,
    intermediate: 'ibp',
  });
  if (split.proof) cases.push(await of('box tree of conjunctions', [split.proof], { boxes, unsafe }));
  const classed = (epsilon: number): Statement => ({ x, label, classes: 3, epsilon, range: [0, 1] });
  for (const epsilon of radii) {
    const about = { ...propertyOf(classed(epsilon)), box: propertyOf(classed(epsilon)).boxes[0]! };
    const clipped = [0, 1].map((k) => treeWithClips(network, k));
    if (clipped.some((proof) => !proof)) break;
    if (confirmedProofs(clipped as CertificateProof[], network, about).length < 2) continue;
    cases.push(await of('trees with clips', clipped as CertificateProof[], classed(epsilon)));
    break;
  }
  for (let k = 0; k < 400; k++) {
    const point = Float64Array.from(x, (p) => Math.min(1, Math.max(0, p + 0.6 * (2 * next() - 1))));
    const other = greatest(plainForward(network, point));
    if (other === label) continue;
    for (const arithmetic of arithmetics) {
      const x = arithmetic === 'real' ? point : Float32Array.from(point);
      const witness = { x: packNumbers(x), conjunction: (other - label + 2) % 3 };
      const verdict = { status: 'falsified', witness } as const;
      const title = `${name}: witness${within(arithmetic)}`;
      cases.push(await caseOf(title, network, classed(0.6), verdict, { arithmetic }));
    }
    break;
  }
  const none = { x: packNumbers(x), conjunction: 0 };
  cases.push(
    await caseOf(`${name}: witness that is none`, network, classed(0.6), {
      status: 'falsified',
      witness: none,
    }),
    await of('unchecked', [{ kind: 'unchecked', method: 'mip', conjunctions: [0, 1] }], classed(0.01)),
    await caseOf(`${name}: unknown`, network, classed(0.01), { status: 'unknown', reason: 'time-out' }),
  );
  return cases;
}
