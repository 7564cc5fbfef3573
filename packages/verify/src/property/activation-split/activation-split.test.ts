import {
  type CertificateProof,
  checkCertificate,
  createCertificate,
  type PlainSpec,
  plainForward,
} from '@ibp/exact';
import { plainChain, plainDense, plainTensor, randomBox, randomFloats } from '@ibp/testing';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { verifyProperty } from '../verify-property';

const kernel = (inputs: number, outputs: number, seed: number) =>
  plainTensor([inputs, outputs], randomFloats(inputs * outputs, seed));

/** A smooth layer before one of relus. */
const smooth = (op: 'sigmoid' | 'tanh' | 'sin') =>
  plainChain(
    [2],
    ['dense', { kernel: kernel(2, 4, 1), bias: plainTensor([4], randomFloats(4, 2)) }],
    [op, {}],
    ['dense', { kernel: kernel(4, 4, 3), bias: plainTensor([4], randomFloats(4, 4)) }],
    ['relu', {}],
    ['dense', { kernel: kernel(4, 2, 5) }],
  );

const networks = [
  ['relu', plainDense([2, 8, 8, 2], 40)],
  ['leakyRelu', plainDense([2, 8, 8, 2], 70, 'leakyRelu', { alpha: 0.1 })],
  ['sigmoid', smooth('sigmoid')],
  ['tanh', smooth('tanh')],
  ['sin', smooth('sin')],
] as const;

it.each(networks)('finds what holds, a proof of it and what does not, %s', async (_, network) => {
  const box = randomBox(network, 3, 1, true);
  const net = lowered(network);
  const c = Float64Array.of(1, -1);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k <= 40; k++) {
    for (let j = 0; j <= 40; j++) {
      const x = box.lower.map((l, i) => l + ((i === 0 ? k : j) / 40) * (box.upper[i]! - l));
      const z = plainForward(network, x);
      most = Math.max(most, z[0]! - z[1]!);
    }
  }
  const property = (margin: number) => ({
    boxes: [box],
    unsafe: [{ c, d: Float64Array.of(Math.fround(margin - most)) }] as PlainSpec[],
  });
  const options = { strategy: 'branch-and-bound', maxNodes: 4000 } as const;
  const holds = await verifyProperty(net, property(-0.05), options);
  expect(holds).toMatchObject({ status: 'verified', method: 'branch-and-bound' });
  expect(await verifyProperty(net, property(-0.05), options)).toMatchObject({ nodes: holds.nodes });
  const { outcome, share } = await propertyOutcome(network, property(-0.05), holds);
  expect(share).toBeGreaterThan(0.9);
  const certificate = await createCertificate(network, [outcome], { mode: 'rigorous' });
  const { confirmed } = await checkCertificate(certificate, network, [property(-0.05)]);
  expect(confirmed).toEqual({ verified: 1, falsified: 0 });
  const broken = await verifyProperty(net, property(0.05), options);
  expect(broken.status).toBe('falsified');
});

it('a tree whose halves were cut at different values, or whose hidden slopes are not of all, is refused', async () => {
  const network = smooth('tanh');
  const box = randomBox(network, 3, 1, true);
  const property = { boxes: [box], unsafe: [{ c: Float64Array.of(1, -1), d: Float64Array.of(-100) }] };
  const split = { node: 1, unit: 0, at: 0.25 } as const;
  const checked = async (more: object) => {
    const proof = {
      ...{ kind: 'tree', conjunctions: [0], intermediate: 'ibp' },
      leaves: [{ splits: [{ ...split, side: 'active' }] }, { splits: [{ ...split, side: 'inactive' }] }],
      ...more,
    } as CertificateProof;
    const verdict = { status: 'verified' as const, proofs: [proof] };
    const outcome = { index: 0, statement: property, verdict };
    const certificate = await createCertificate(network, [outcome], { mode: 'rigorous' });
    return (await checkCertificate(certificate, network, [property])).examples[0]!;
  };
  expect(await checked({})).toMatchObject({ status: 'confirmed' });
  const apart = [
    { splits: [{ ...split, side: 'active' }] },
    { splits: [{ ...split, at: 0.125, side: 'inactive' }] },
  ];
  expect(await checked({ leaves: apart })).toMatchObject({ status: 'rejected' });
  const hidden = [{ node: 3, units: [0, 1], above: [''], below: ['', ''] }];
  expect(await checked({ hidden })).toMatchObject({ status: 'rejected' });
});
