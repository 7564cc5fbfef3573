import { assertInputs, type InputRange } from '@ibp/bounds';
import { assertShape, fail, sizeOf } from '@ibp/core';
import { assertPlainSpec, marginSpec, type PlainSpec } from '@ibp/exact';
import { type LoweredNetwork, type Network, outputShape } from '@ibp/layers';
import type { CertifyExamples } from './examples';
import type { Question } from './question';

/** The examples of a batch, numbered from `first`; frees `x`. */
export async function questionsOf(
  network: Network | LoweredNetwork,
  { x, labels, spec, places }: CertifyExamples,
  first: number,
  range: InputRange,
): Promise<Question[]> {
  try {
    assertShape('certify', x.shape, [null, ...network.inputShape]);
    const count = x.shape[0]!;
    const specs = spec ?? specsOf(network, labels ?? [], first);
    if (specs.length !== count) {
      fail('certify', `expected a label or specification for each of ${count} examples, got ${specs.length}`);
    }
    if (places) assertPlaces(Array.from(places), count);
    const outputs = sizeOf(outputShape(network));
    for (const [i, own] of specs.entries()) assertPlainSpec(`certify: example ${first + i}`, own, outputs);
    const values = Float32Array.from(await x.data());
    const size = x.size / count;
    assertInputs('certify', values, network.inputShape, range, first);
    return specs.map((own, i) => ({
      index: places?.[i] ?? first + i,
      x: values.slice(i * size, (i + 1) * size),
      spec: own,
    }));
  } finally {
    x.dispose();
  }
}

function assertPlaces(places: readonly number[], count: number): void {
  if (places.length !== count) {
    fail('certify', `expected a place for each of ${count} examples, got ${places.length}`);
  }
  const bad = places.find((place) => !(Number.isSafeInteger(place) && place >= 0));
  if (bad !== undefined) fail('certify', `expected places from 0, got ${bad}`);
}

function specsOf(network: Network | LoweredNetwork, labels: ArrayLike<number>, first: number): PlainSpec[] {
  const shape = outputShape(network);
  const classes = shape[0]!;
  if (shape.length !== 1 || classes < 2) {
    fail('certify', `expected a network with an output of [classes] for labels, got [${shape}]`);
  }
  return Array.from(labels, (label, i) => {
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      fail('certify', `expected labels from 0 to ${classes - 1}, got ${label} at example ${first + i}`);
    }
    return marginSpec(label, classes);
  });
}
