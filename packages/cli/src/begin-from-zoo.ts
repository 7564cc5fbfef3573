import { disposeNetwork, type Network, networkOf, type WeightArrays, weightArrays } from '@ibp/layers';
import { catalog, type ZooName } from '@ibp/zoo';
import { plainZoo } from '@ibp/zoo/plain';
import type { Images } from './images';

/**
 * The weights of a network of the zoo, under the names that a network of the same layers gives them. The file has a scale and a
 * shift in place of batch norm: here they are those of a batch norm of mean 0 and variance 1, which computes the same
 * (`rebaseBatchNorm` gives it statistics of its own).
 *
 * @param network that is to begin with them.
 * @throws when there is no network of that name, or it saw other images, those to test on perhaps.
 */
export async function zooWeights(
  network: Network,
  name: string,
  { description, validation }: Pick<Images, 'description' | 'validation'>,
): Promise<WeightArrays> {
  const plain = await plainZoo(name as ZooName);
  const { card } = catalog[name as ZooName];
  if (card.data !== description) {
    throw new Error(`--from: expected a network trained on ${description}, got zoo:${name}, on ${card.data}`);
  }
  const held = Number.parseInt(card.chosenOn, 10) || 0;
  if (validation && held < validation.examples) {
    throw new Error(
      `--from: expected a network whose training held out the ${validation.examples} validation images, got zoo:${name}, with ${held || 'none'} held out`,
    );
  }
  const found = networkOf(plain);
  try {
    return withBatchNorm(network, await weightArrays(found));
  } finally {
    disposeNetwork(found);
  }
}

function withBatchNorm(network: Network, found: WeightArrays): WeightArrays {
  const weights = { ...found };
  for (const { op, name, params } of network.nodes) {
    const [scale, shift] = [weights[`${name}/scale`], weights[`${name}/shift`]];
    if (op !== 'batchNorm' || !scale || !shift) continue;
    delete weights[`${name}/scale`];
    delete weights[`${name}/shift`];
    const { shape, data } = scale;
    const deviation = Math.sqrt(1 + params.epsilon);
    weights[`${name}/gamma`] = { shape, data: data.map((value) => value * deviation) };
    weights[`${name}/beta`] = shift;
    weights[`${name}/mean`] = { shape, data: new Float32Array(data.length) };
    weights[`${name}/variance`] = { shape, data: new Float32Array(data.length).fill(1) };
  }
  return weights;
}
