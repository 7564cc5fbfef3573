import { checkCertificate, createCertificate } from '@ibp/exact';
import { apply, dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import { randomize, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../../certificate/outcome';
import { plainNetwork } from '../../plain/from-network';
import { type Certified, certify } from '../certify';
import type { Stage } from '../stage';
import { branchAndBoundStage } from './branch-and-bound';
import { cleanStage } from './clean';
import { propertyStage } from './property';

const [size, classes, count, epsilon] = [3, 3, 12, 0.12];
const pixels = randomFloats(count * size, 3).map((v) => (v + 1) / 2);

describe('the stage of a property, asked about images', () => {
  it('proves what branch and bound does, by cuts that a certificate shows', async () => {
    const net = randomize(
      network([size], sequential(dense(12), relu(), dense(10), relu(), dense(classes))),
      4,
    );
    const x = tf.tensor2d(pixels, [count, size]);
    const labels = tf.tidy(() => valuesOf(tf.argMax(apply(net, x), 1)));
    const run = async (search: Stage) => {
      const all: Certified[] = [];
      const stages = [cleanStage(), search];
      for await (const result of certify(net, [{ x: x.clone(), labels }], { epsilon, stages }))
        all.push(result);
      return all.sort((a, b) => a.index - b.index);
    };
    const found = await run(propertyStage({ strategy: 'branch-and-bound', rigorous: true }));
    const other = await run(branchAndBoundStage({ rigorous: true }));
    x.dispose();
    const verified = ({ verdict }: Certified) => verdict.status === 'verified';
    expect(found.map(verified)).toEqual(other.map(verified));
    expect(found.filter(verified).length).toBeGreaterThan(1);

    const plain = await plainNetwork(net);
    disposeNetwork(net);
    const asked = Array.from({ length: count }, (_, index) => ({
      x: Float32Array.from(pixels.slice(size * index, size * (index + 1))),
      ...{ label: labels[index]!, classes, epsilon, range: [0, 1] as const },
    }));
    const outcomes = found.map((result) => certificateOutcome(result, { statement: asked[result.index]! }));
    const certificate = await createCertificate(plain, outcomes, { mode: 'float32' });
    const check = await checkCertificate(certificate, plain, asked);
    expect(check).toMatchObject({ sound: true, confirmed: { verified: found.filter(verified).length } });
    const kinds = certificate.examples.flatMap(({ verdict }) =>
      verdict.status === 'verified' ? verdict.proofs.map(({ kind }) => kind) : [],
    );
    expect(kinds).toContain('tree');
  });
});
