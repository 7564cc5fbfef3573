import type { CascadeSettings, CompleteMethod, Mode } from './flags';

/** Settings as flags give them: what decides the rest is for the mode to say where nobody did. */
export type AsTyped<T extends CascadeSettings> = Omit<T, 'complete'> & Partial<Pick<T, 'complete'>>;

/**
 * What decides the rest, in this order.
 *
 * @param asked `usual` of the mode unless given.
 * @throws where proofs have to hold in exact arithmetic, and a solver is to decide: what it says is no proof.
 */
export function completeOf(
  mode: Mode,
  asked?: readonly CompleteMethod[],
  usual: readonly CompleteMethod[] = mode === 'rigorous' ? ['branch-and-bound'] : ['branch-and-bound', 'mip'],
): readonly CompleteMethod[] {
  if (mode === 'rigorous' && asked?.includes('mip')) {
    const got = asked.join(' ');
    throw new Error(
      `--complete: expected branch-and-bound or clip-and-verify beside --mode rigorous, got ${got}`,
    );
  }
  return asked ?? usual;
}
