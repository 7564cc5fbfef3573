import { kernelBytes } from './kernel-bytes';

/** What `kernels.wat` exports to compute with, which says what each does. The last argument is `spare`, memory of the thread's own. */
export type SimdKernels = {
  readonly rows: (
    ...of: [
      a: number,
      aRows: number,
      c: number,
      cRows: number,
      rows: number,
      b: number,
      panel: number,
      width: number,
      outer: number,
      inner: number,
      jump: number,
      add: number,
      spare: number,
    ]
  ) => void;
  readonly columns: (
    ...of: [
      a: number,
      columns: number,
      c: number,
      row: number,
      b: number,
      panel: number,
      width: number,
      outer: number,
      inner: number,
      step: number,
      jump: number,
      add: number,
      spare: number,
    ]
  ) => void;
  readonly pack: (
    ...of: [from: number, into: number, rows: number, width: number, down: number, right: number]
  ) => void;
  readonly scatter: (
    ...of: [
      from: number,
      step: number,
      table: number,
      rows: number,
      into: number,
      pieces: number,
      length: number,
      line: number,
    ]
  ) => void;
};

/** What it exports for ops that pass over memory once. */
export type SimdPasses = {
  readonly sums: (...of: [from: number, rows: number, width: number, into: number]) => void;
  readonly signs: (...of: [from: number, into: number, bytes: number]) => void;
  readonly addRow: (...of: [from: number, row: number, into: number, rows: number, width: number]) => void;
  readonly atLeast: (...of: [from: number, into: number, bytes: number, value: number]) => void;
  readonly atMost: (...of: [from: number, into: number, bytes: number, value: number]) => void;
};

export type SimdExports = SimdKernels &
  SimdPasses & {
    readonly share: (
      ...of: [control: number, spare: number, starts: number, count: number, sleeps: number]
    ) => void;
    readonly serve: (...of: [control: number, spare: number]) => void;
  };

/** Bytes of what `spare` points to. */
export const spareBytes = 64;

/** What stands before the limits of the memory that is imported, whose kind is the next byte: 1, or 3 where it is shared. */
const imported = 'memory\u0002';

export const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

/** The module, for a memory that threads share or not; nothing where WebAssembly has no SIMD. */
export function compileKernels(memory: WebAssembly.Memory): WebAssembly.Module | undefined {
  const binary = atob(kernelBytes);
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  if (isShared(memory)) bytes[binary.indexOf(imported) + imported.length] = 3;
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}
