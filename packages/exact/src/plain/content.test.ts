import type { PlainNetwork, PlainTensor } from '@ibp/core';
import { plainDense, plainResidual } from '@ibp/testing';
import { checkCertificate } from '../certificate/check';
import { networkHash } from '../certificate/hash';
import { certificateOf, check, classAt, verified } from '../certificate/testing';
import { rigorousBounds } from '../rigorous/bounds';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import { contentOf, copyOf, hasContent } from './content';
import { plainForward } from './forward';
import { affineMaps } from './linear-nodes';

const kernelOf = ({ nodes }: PlainNetwork, node: number) =>
  (nodes[node]!.params as unknown as { kernel: PlainTensor }).kernel.data;
const at = Float64Array.of(0.3, 0.1, 0.7, 0.2);

it('what was made from a network is made anew where a number of it changed', () => {
  const network = plainDense([4, 6, 3], 2);
  const box = rigorousBox(at, 0.01);
  const bounds = (net: PlainNetwork) => rigorousBounds(net, box, marginSpec(0, 3), { method: 'crown' });
  plainForward(network, at);
  const before = bounds(network);
  kernelOf(network, 3)[0]! += 1;
  // a copy has nothing that was made before
  const fresh = copyOf(network);
  expect(plainForward(network, at)).toEqual(plainForward(fresh, at));
  expect(bounds(network)).toEqual(bounds(fresh));
  expect(bounds(network)).not.toEqual(before);
});

it('is kept where nothing changed, and not where a shape, an option or a connection did', () => {
  const network = plainResidual(3) as { nodes: PlainNetwork['nodes'] & { [i: number]: object } };
  const maps = affineMaps(network);
  expect(affineMaps(network)).toBe(maps);
  const content = contentOf(network);
  const params = network.nodes[2]!.params as { padding: string };
  params.padding = 'valid';
  expect(hasContent(network, content)).toBe(false);
  params.padding = 'same';
  expect(hasContent(network, content)).toBe(true);
  (network.nodes[7]!.inputs as number[])[1] = 4;
  expect(hasContent(network, content)).toBe(false);
});

it('NaN is told from numbers, and equals itself', () => {
  const network = plainDense([2, 2], 1);
  kernelOf(network, 1)[0] = Number.NaN;
  const content = contentOf(network);
  expect(hasContent(network, content)).toBe(true);
  kernelOf(network, 1)[0] = 0;
  expect(hasContent(network, content)).toBe(false);
});

describe('the checker', () => {
  const ibp = verified({ kind: 'ibp', conjunctions: [0, 1] });

  it('hashes what it computes with, after a change', async () => {
    const network = plainDense([4, 10, 10, 3], 11);
    const holds = await certificateOf(classAt(0.001), ibp, network);
    expect(await check(holds, classAt(0.001), network)).toMatchObject({ status: 'confirmed' });
    // now class 0 wins by far
    const { data } = (network.nodes[5]!.params as unknown as { bias: PlainTensor }).bias;
    const kernel = kernelOf(network, 5);
    kernel.forEach((_, i) => {
      kernel[i] = 0;
    });
    data.set([9, 0, 0]);
    expect(await check(holds, classAt(0.001), network)).toMatchObject({
      reason: 'the certificate is of another network',
    });
    const claim = await certificateOf(classAt(0.001), ibp, network);
    expect(claim.network).toBe(await networkHash(network));
    expect((await check(claim, classAt(0.001), network)).status).toBe('not confirmable');
  });

  it('and a change while it is at work changes nothing', async () => {
    const network = plainDense([4, 10, 10, 3], 11);
    const certificate = await certificateOf(classAt(0.001), ibp, network);
    const asked = { indices: [7], of: () => classAt(0.001) };
    const checking = checkCertificate(certificate, network, asked);
    kernelOf(network, 5).fill(0);
    certificate.examples[0]!.verdict = { status: 'unknown', reason: '' };
    expect((await checking).confirmed.verified).toBe(1);
  });
});

it('equal numbers are one network, whatever their zeros', async () => {
  const [a, b] = [plainDense([2, 2], 1), plainDense([2, 2], 1)];
  kernelOf(a, 1)[0] = 0;
  kernelOf(b, 1)[0] = -0;
  expect(await networkHash(a)).toBe(await networkHash(b));
  kernelOf(b, 1)[0] = 2 ** -149;
  expect(await networkHash(a)).not.toBe(await networkHash(b));
});
