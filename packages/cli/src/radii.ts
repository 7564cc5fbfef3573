import type { Network } from '@ibp/layers';
import { readNumbers } from './read-numbers';
import type { Settings } from './settings';

/** How far each feature is moved at epsilon 1, of `--epsilon-scale`; undefined where all are moved alike. */
export type Scale = readonly number[] | undefined;

/** @throws where the file has not a number of 0 or more for each feature. */
export async function readScale(
  { epsilonScale }: Pick<Settings, 'epsilonScale'>,
  { inputShape }: Pick<Network, 'inputShape'>,
): Promise<Scale> {
  if (epsilonScale === undefined) return undefined;
  const scale = await readNumbers(
    epsilonScale,
    inputShape.reduce((a, b) => a * b, 1),
  );
  const bad = scale.find((value) => value < 0);
  if (bad !== undefined) throw new Error(`--epsilon-scale: expected numbers of 0 or more, got ${bad}`);
  return scale;
}

/** The radius of each feature, or of all. */
export const radiiOf = (epsilon: number, scale: Scale): number | readonly number[] =>
  scale ? scale.map((factor) => factor * epsilon) : epsilon;
