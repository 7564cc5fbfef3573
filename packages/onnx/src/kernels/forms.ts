import type { Builder } from '../graph/builder';
import type { View } from '../graph/view';
import type { Attributes, KernelRule } from './rule';

/** One way to compute a kernel in ONNX; nothing where it does not apply. */
export type Form = (
  b: Builder,
  inputs: { readonly [name: string]: View },
  attributes: Attributes,
) => View | undefined;

/** A rule that takes the form the builder chooses, and the first, which applies always, where that one does not. */
export const inForms =
  (kernel: string, forms: { readonly [name: string]: Form }): KernelRule =>
  (b, inputs, attributes) => {
    const chosen = b.form({ kernel, inputs, attributes, forms: Object.keys(forms) });
    const result = chosen === undefined ? undefined : forms[chosen]?.(b, inputs, attributes);
    return result ?? Object.values(forms)[0]!(b, inputs, attributes)!;
  };
