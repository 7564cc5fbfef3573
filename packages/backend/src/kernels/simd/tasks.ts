import { type SimdExports, type SimdKernels, spareBytes } from './kernels';
import { startWorkers } from './workers';

/** What a task is given: the kernels, and the memory that is its thread's own. */
export type Hands = SimdKernels & { readonly spare: number };

export type Scratch = <T>(bytes: number, body: (address: number) => T) => T;

export type Each = (count: number, body: (kernels: Hands, i: number) => void) => void;

/** Who does tasks, and what ends the threads of it. */
export type Crew = { readonly each: Each; readonly end: () => void };

type Own = { readonly exports: SimdExports; readonly spare: number };

export function inOneThread({ exports, spare }: Own): Each {
  const hands: Hands = { ...exports, spare };
  return (count, body) => {
    for (let i = 0; i < count; i++) body(hands, i);
  };
}

/** Numbers of a call as it is written for other threads: which kernel, and what it is given. See `share` in kernels.wat. */
const callNumbers = 16;
const kernelNumber = { rows: 0, columns: 1, pack: 2, scatter: 3 } as const;

/** Not in a page, whose main thread may not. */
const maySleep = typeof process !== 'undefined' && !!process.versions?.node;

/** Bytes of `control`. */
const controlBytes = 64;

type Threads = Own & {
  readonly threads: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly allocate: (bytes: number) => number;
  readonly scratch: Scratch;
};

/**
 * Writes down what each task would call, and has the threads do it. Until workers have come up, which takes some
 * milliseconds, this one does all by itself.
 */
export function inThreads({ exports, spare, threads, module, memory, allocate, scratch }: Threads): Crew {
  const control = allocate(controlBytes);
  new Uint8Array(memory.buffer).fill(0, control, control + controlBytes);
  const end = startWorkers(
    Array.from({ length: threads - 1 }, () => ({ module, memory, control, spare: allocate(spareBytes) })),
  );
  const alone = inOneThread({ exports, spare });
  const calls: number[] = [];
  const write =
    (kernel: keyof SimdKernels) =>
    (...of: number[]): void => {
      const end = calls.length + callNumbers;
      calls.push(kernelNumber[kernel], ...of);
      while (calls.length < end) calls.push(0);
    };
  const pen: Hands = {
    rows: write('rows'),
    columns: write('columns'),
    pack: write('pack'),
    scatter: write('scatter'),
    spare,
  };
  const each: Each = (count, body) => {
    if (count <= 1) {
      alone(count, body);
      return;
    }
    calls.length = 0;
    const starts: number[] = [];
    for (let i = 0; i < count; i++) {
      starts.push(calls.length);
      body(pen, i);
    }
    starts.push(calls.length);
    scratch((calls.length + starts.length) * 4, (at) => {
      const table = at + calls.length * 4;
      new Int32Array(memory.buffer, at, calls.length).set(calls);
      new Int32Array(memory.buffer, table, starts.length).set(starts.map((start) => at + start * 4));
      exports.share(control, spare, table, count, maySleep ? 1 : 0);
    });
  };
  return { each, end };
}
