import type { KernelName } from '../kernels/table';
import { expectClose, type HostTensors } from './compare';

/** What a GPU may compute otherwise than the processor does, by kernel. */
export type Leeway = {
  /** Kernels that may give anything where what is expected is not a number that is finite. */
  readonly finiteOnly: ReadonlySet<KernelName>;
  /** Kernels of few digits. */
  readonly coarse: ReadonlySet<KernelName>;
  /** Kernels that onnxruntime says it has not. */
  readonly refused: ReadonlySet<KernelName>;
};

/**
 * WGSL may take it that no number is NaN; what leads to a verdict adds it again (`NaN` in the README of `@ibp/backend`).
 */
const onAny: Leeway = {
  finiteOnly: new Set<KernelName>(['ClipByValue', 'Relu', 'Relu6', 'Step', 'Softmax']),
  coarse: new Set<KernelName>(['Acos', 'Asin']),
  refused: new Set<KernelName>(['MaxPoolGrad']),
};

/** Of Mesa's lavapipe, through onnxruntime-node. */
export const lavapipe = onAny;

/**
 * Of SwiftShader, through onnxruntime-web: that has fewer kernels for the processor, to which others fall back, and its sine and
 * logarithm are what WGSL allows and no better. Bounds that rest on such functions are refused, see `assertFunctions` of `@ibp/layers`.
 */
export const swiftShader: Leeway = {
  finiteOnly: new Set<KernelName>([
    ...onAny.finiteOnly,
    ...(['Elu', 'Exp', 'Expm1', 'Log', 'Log1p', 'Sigmoid', 'Softplus'] as const),
  ]),
  coarse: new Set<KernelName>([...onAny.coarse, 'Cos', 'Sin']),
  refused: new Set<KernelName>([...onAny.refused, 'FloorDiv']),
};

/** @throws what differs beyond the leeway. */
export function expectAlike(
  kernel: KernelName,
  got: HostTensors,
  expected: HostTensors,
  { finiteOnly, coarse }: Leeway,
): void {
  const wanted = finiteOnly.has(kernel) ? whereFinite(expected, got) : expected;
  expectClose(got, wanted, coarse.has(kernel) ? 1e-3 : 1e-4);
}

/** With the numbers that were got where none that is finite was expected. */
const whereFinite = (expected: HostTensors, got: HostTensors): HostTensors =>
  Object.fromEntries(
    Object.entries(expected).map(([name, tensor]) => {
      const data = tensor.data.slice();
      for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) data[i] = got[name]!.data[i]!;
      return [name, { ...tensor, data }];
    }),
  );
