import { stageTitle } from '../parts/stage-title';
import type { LogitBounds } from '../worker/bounds';
import { methodNames } from '../worker/methods';
import type { Findings } from './attack-state';

/** What can be said so far, with the colour of the report. */
export type Standing = {
  readonly tone: 'proved' | 'broken' | 'wrong' | 'open';
  readonly word: string;
  readonly why: string;
};

export const methodTitle = { ibp: 'IBP', crown: 'CROWN', 'alpha-crown': 'α-CROWN' } as const;

/** Whether a margin proves its class never to be taken within a radius: bounds of a smaller ball prove nothing, nor does NaN. */
export const proves = (bounds: LogitBounds, k: number, epsilon: number): boolean =>
  bounds.epsilon >= epsilon && bounds.margins[k]! < 0;

/** Whether every other class stays below the label. */
export const isProved = (bounds: LogitBounds, label: number, epsilon: number): boolean =>
  bounds.margins.every((_, k) => k === label || proves(bounds, k, epsilon));

/** An image in the ball that is taken for another class, and what found it: the attack, or a search. */
export function counterExampleOf({ attack, settled }: Findings) {
  if (attack?.witness) return { by: 'PGD', witness: attack.witness, taken: attack.taken };
  if (settled?.witness)
    return { by: stageTitle(settled.method), witness: settled.witness, taken: settled.taken };
  return undefined;
}

/** The verdict on one network, of what is known of it. */
export function standingOf(findings: Findings): Standing {
  const { about, label, taken, bounds, attack, settled } = findings;
  if (taken !== label) {
    return { tone: 'wrong', word: 'misclassified', why: `It takes the image itself for a ${taken}.` };
  }
  const method = methodNames.find((name) => bounds[name] && isProved(bounds[name], label, about.epsilon));
  if (method) {
    return {
      tone: 'proved',
      word: 'proved',
      why: `No image in the ball is taken for another class: ${methodTitle[method]}.`,
    };
  }
  if (settled?.status === 'verified') {
    return {
      tone: 'proved',
      word: 'proved',
      why: `No image in the ball is taken for another class: ${stageTitle(settled.method)}.`,
    };
  }
  const counter = counterExampleOf(findings);
  if (counter) {
    return {
      tone: 'broken',
      word: 'broken',
      why: `${counter.by} found an image in the ball that it takes for a ${counter.taken}.`,
    };
  }
  if (!attack)
    return { tone: 'open', word: 'computing', why: 'Bounds prove nothing yet; the attack is under way.' };
  return { tone: 'open', word: 'open', why: 'No bound proves it, and the attack found nothing. Settle it.' };
}
