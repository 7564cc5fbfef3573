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

/** The verdict on one network, of what is known of it. */
export function standingOf({ about, label, taken, bounds, attack }: Findings): Standing {
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
  if (attack?.witness) {
    return {
      tone: 'broken',
      word: 'broken',
      why: `PGD found an image in the ball that it takes for a ${attack.taken}.`,
    };
  }
  if (!attack)
    return { tone: 'open', word: 'computing', why: 'Bounds prove nothing yet; the attack is under way.' };
  return { tone: 'open', word: 'open', why: 'No bound proves it, and the attack found nothing. Settle it.' };
}
