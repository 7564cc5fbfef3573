import { adversarialLoss, nominalLoss, projectedDualLoss } from '@ibp/train';
import type { Method, Recipe } from 'ibp-examples-common';
import type { MethodId } from './published';

/** A way to train that the paper compares. */
export type ComparedMethod = {
  readonly title: string;
  /** Eq. 12 with interval bounds where there is none. */
  readonly method?: Method;
  /** What the recipe says otherwise. */
  readonly recipe: Partial<Recipe>;
};

export const methods: { readonly [K in MethodId]: ComparedMethod } = {
  nominal: {
    title: 'Nominal',
    method: { name: 'nominal', loss: () => nominalLoss() },
    recipe: { epsilonTrain: 0, warmUp: 0, ramp: 0, kappaEnd: 1 },
  },
  madry: {
    title: 'Madry et al.',
    // 7 steps, as the paper trains; the loss on adversarial examples alone
    method: { name: 'madry', loss: (_, { range }) => adversarialLoss({ range }) },
    recipe: { warmUp: 0, ramp: 0, kappaEnd: 0 },
  },
  wong: {
    title: 'Wong et al.',
    // random projections of 50 dimensions, as the paper trains
    method: { name: 'wong', loss: (_, { range }) => projectedDualLoss({ range, projections: 50 }) },
    recipe: { kappaEnd: 0 },
  },
  ibp: { title: 'IBP', recipe: {} },
};
