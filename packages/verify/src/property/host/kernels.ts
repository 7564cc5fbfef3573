import { kernelBytes } from './kernel-bytes';

/** What `kernels.wat` exports, which says what they do: pointers and widths in bytes. */
export type Kernels = {
  readonly multiply: (
    ...of: [
      c: number,
      w: number,
      into: number,
      chosen: number,
      count: number,
      rows: number,
      stride: number,
      width: number,
    ]
  ) => void;
  readonly constants: (
    ...of: [c: number, bias: number, reach: number, sums: number, count: number, width: number]
  ) => void;
  readonly activate: (
    ...of: [c: number, into: number, lines: number, reach: number, sums: number, count: number, width: number]
  ) => void;
};

const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(kernelBytes), (c) => c.charCodeAt(0));

/** Kernels over a memory of their own, of so many bytes; nothing where WebAssembly has no SIMD. */
export function loadKernels(
  size: number,
):
  | { readonly kernels: Kernels; readonly heap: Float64Array; readonly memory: WebAssembly.Memory }
  | undefined {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes())) return undefined;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(size / 2 ** 16) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes()), { host: { memory } });
  return { kernels: exports as unknown as Kernels, heap: new Float64Array(memory.buffer), memory };
}
