import { fail, formatShape, isIbpError } from '@ibp/core';
import { type Layer, type Network, network } from '@ibp/layers';
import type { ModelOptions } from './options';

/** Builds a network with fresh weights. The caller frees it with `disposeNetwork`. */
export type Model<O extends ModelOptions = ModelOptions> = (options: O) => Network;

/** The layers of a model, for those who compose. */
export type Layers<O> = (classes: number, options?: O) => Layer;

/**
 * A model from its layers: checks the options and says in an error which model it was, and for which input.
 *
 * @param options.anyShape whether inputs need not be images.
 */
export function model<O extends ModelOptions>(
  name: string,
  layers: Layers<O>,
  { anyShape = false }: { readonly anyShape?: boolean } = {},
): Model<O> {
  return (options) => {
    const { inputShape, classes, seed = 0 } = options;
    if (!anyShape && inputShape.length !== 3) {
      fail(name, `expected inputShape [height,width,channels], got ${formatShape(inputShape)}`);
    }
    if (!(Number.isInteger(classes) && classes >= 2)) {
      fail(name, `expected classes, a whole number >= 2, got ${classes}`);
    }
    try {
      return network(inputShape, layers(classes, options), { seed });
    } catch (error) {
      if (isIbpError(error)) {
        const { message } = error as Error;
        throw Object.assign(error, { message: `${name} for ${formatShape(inputShape)}: ${message}` });
      }
      throw error;
    }
  };
}
