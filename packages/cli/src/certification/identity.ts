import { networkHash } from '@ibp/exact';
import { weightsHash } from '@ibp/layers';
import { plainNetwork, type Stage } from '@ibp/verify';
import type { Loaded } from '../loaded';
import { imagesLabel, unlabelled } from '../validation';
import type { CertifySettings } from './flags';

/** What the examples are asked: the radius in the unit that was given, and by which stages. */
type Asked = { readonly epsilon: number; readonly stages: readonly Stage[] };

/** All that verdicts depend on but how long is looked (`--budget`, `--nodes`): a journal of anything else is not gone on with. */
export const identityOf = async (
  { network, images, scale }: Loaded,
  { arithmetic = 'real', pgdSteps, pgdRestarts, seed, proofs = true }: CertifySettings,
  { epsilon, stages }: Asked,
) => ({
  weights: await weightsHash(network),
  // of what is computed with them, too: layers may change and weights stay
  network: await networkHash(await plainNetwork(network)),
  data: imagesLabel(images),
  ...unlabelled(images),
  epsilon,
  ...(scale ? { scale: JSON.stringify(scale) } : {}),
  ...(arithmetic === 'real' ? {} : { arithmetic }),
  stages: stages.map(({ name }) => name),
  pgd: [pgdSteps, pgdRestarts, seed],
  ...(proofs ? {} : { proofs: 'none' }),
});

/**
 * What the files of a certification are called, without an ending: `certify-0.1`, `certify-0.1-rigorous`, and of one without proofs,
 * which one that makes them does not go on from, `certify-0.1-no-proofs`.
 */
export function nameOf(
  epsilon: number,
  { mode, arithmetic = 'real', proofs = true }: CertifySettings,
  { images: { part } }: Loaded,
): string {
  const kinds = [
    ...(mode === 'rigorous' ? ['rigorous'] : []),
    ...(arithmetic === 'real' ? [] : [arithmetic]),
    ...(proofs ? [] : ['no-proofs']),
    ...(part === 'test' ? [] : [part]),
  ];
  return ['certify', Number(epsilon.toPrecision(4)), ...kinds].join('-');
}
