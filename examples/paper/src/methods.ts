import type { Recipe } from '@ibp/cli';
import type { MethodId } from './published';

/** A way to train that the paper compares. */
export type ComparedMethod = {
  readonly title: string;
  /** What the recipe says otherwise. */
  readonly recipe: Partial<Recipe>;
};

/** Without bounds there is nothing to ramp up. */
const noRamp = { warmUp: 0, ramp: 0 };

export const methods: { readonly [K in MethodId]: ComparedMethod } = {
  nominal: {
    title: 'Nominal',
    recipe: { ...noRamp, method: { name: 'nominal' }, kappaStart: 1, kappaEnd: 1 },
  },
  madry: {
    title: 'Madry et al.',
    // 7 steps, as the paper trains; the loss on adversarial examples alone
    recipe: { ...noRamp, method: { name: 'adversarial' }, kappaStart: 0, kappaEnd: 0 },
  },
  wong: {
    title: 'Wong et al.',
    // random projections of 50 dimensions, as the paper trains
    recipe: { method: { name: 'wong-kolter', projections: 50 }, kappaEnd: 0 },
  },
  ibp: { title: 'IBP', recipe: {} },
};
