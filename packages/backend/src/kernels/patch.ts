import * as tf from '@tensorflow/tfjs-core';

/**
 * A replacement for one kernel. `make` is given the kernel it replaces (undefined where the backend has
 * none) and returns the new one.
 */
export type KernelPatch = {
  readonly kernelName: string;
  readonly make: (stock: tf.KernelFunc | undefined) => tf.KernelFunc;
};

// Symbol.for: the ES module and the CommonJS copy of this package must see each other's patches
const STOCK = Symbol.for('@ibp/backend.stock');
type Patched = tf.KernelConfig & { [STOCK]?: tf.KernelConfig | null };

/** Registers the patches on a backend; a kernel already patched is left alone. */
export function patchKernels(backendName: string, patches: readonly KernelPatch[]): void {
  for (const { kernelName, make } of patches) {
    const stock = tf.getKernel(kernelName, backendName) as Patched | undefined;
    if (stock && STOCK in stock) continue;
    if (stock) tf.unregisterKernel(kernelName, backendName); // registering over it would print a warning
    const patched: Patched = {
      ...(stock ?? { kernelName, backendName }),
      kernelFunc: make(stock?.kernelFunc),
      [STOCK]: stock ?? null,
    };
    tf.registerKernel(patched);
  }
}

/** The backend's own kernel behind a patch: undefined where it has none. */
export function stockKernel(kernelName: string, backendName: string): tf.KernelConfig | undefined {
  const config = tf.getKernel(kernelName, backendName) as Patched | undefined;
  return config && STOCK in config ? (config[STOCK] ?? undefined) : config;
}

/**
 * A patch written with tensors: `compute` runs inside a tidy and returns the output, or undefined where
 * the backend's own kernel should run.
 */
export function composedKernel<Inputs, Attrs>(
  kernelName: string,
  compute: (inputs: Inputs, attrs: Attrs, stock: tf.KernelFunc | undefined) => tf.Tensor | undefined,
): KernelPatch {
  return {
    kernelName,
    make: (stock) => (params) => {
      const output = tf.tidy(
        () => compute(params.inputs as Inputs, params.attrs as unknown as Attrs, stock) ?? [],
      );
      if (!Array.isArray(output)) return output;
      if (stock) return stock(params);
      throw new Error(`${kernelName}: not supported by this backend with ${JSON.stringify(params.attrs)}`);
    },
  };
}

/** Runs a backend's own kernel on the current backend; for use inside `composedKernel`. */
export function runKernel<T extends tf.Tensor = tf.Tensor>(
  kernel: tf.KernelFunc,
  inputs: tf.NamedTensorInfoMap,
  attrs: object,
): T {
  const params = { inputs, attrs: attrs as tf.NamedAttrMap, backend: tf.backend() };
  const output = kernel(params) as tf.TensorInfo;
  // tfjs-node returns tensors, which the engine has already counted
  return ('rank' in output ? output : tf.engine().makeTensorFromTensorInfo(output)) as T;
}
