import type { FormChoice } from '../graph/form';

/** What was fastest on a GPU: see the table in `bench/README.md`. */
const onGpu: { readonly [kernel: string]: string } = {
  Conv2DBackpropFilter: 'products',
  Conv2DBackpropInput: 'spread',
};

/** The forms that are known to be fast where a device computes. */
export const usualForms = (onDevice: boolean): FormChoice | undefined =>
  onDevice ? ({ kernel }) => onGpu[kernel] : undefined;
