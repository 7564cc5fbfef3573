import { compileKernels, type SimdExports } from './kernels';
import { startWorkers } from './workers';

/** Where things are in memory, in bytes: see `share` in kernels.wat. */
const [control, starts, calls, source, target] = [64, 128, 256, 4096, 8192];
const workers = 2;
const tasks = 8;

it('take tasks and are heard of, also where one fails', async () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536, shared: true });
  const module = compileKernels(memory)!;
  const words = new Int32Array(memory.buffer);
  const numbers = new Float32Array(memory.buffer);
  startWorkers(
    Array.from({ length: workers }, (_, i) => ({ module, memory, control, spare: 1024 + 64 * i })),
  );

  /** Hands out tasks of one call of `pack` each without doing any here. */
  const handOut = async (round: number, into: number, isOver: () => boolean): Promise<boolean> => {
    for (let i = 0; i <= tasks; i++) words[starts / 4 + i] = calls + 64 * i;
    for (let i = 0; i < tasks; i++) words.set([2, source, into + 32 * i, 1, 8, 32, 4], (calls + 64 * i) / 4);
    words[(control + 24) / 4] = starts;
    Atomics.store(words, (control + 16) / 4, 0);
    const longs = new BigInt64Array(memory.buffer, control, 2);
    Atomics.store(longs, 1, (BigInt(round) << 32n) + BigInt(tasks));
    Atomics.store(longs, 0, BigInt(round) << 32n);
    Atomics.store(words, (control + 20) / 4, round);
    Atomics.notify(words, (control + 20) / 4);
    for (let tries = 0; tries < 500 && !isOver(); tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return isOver();
  };

  numbers.set([1, 2, 3, 4, 5, 6, 7, 8], source / 4);
  const done = () => Atomics.load(words, (control + 16) / 4) === tasks;
  expect(await handOut(1, target, done)).toBe(true);
  const copies = Array.from({ length: tasks }, () => [1, 2, 3, 4, 5, 6, 7, 8]).flat();
  expect([...numbers.subarray(target / 4, target / 4 + 8 * tasks)]).toEqual(copies);

  const failed = () => Atomics.load(words, (control + 28) / 4) === 1;
  expect(failed()).toBe(false);
  expect(await handOut(2, 2 ** 30, failed)).toBe(true);
  const { share } = new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as SimdExports;
  // a task for this thread alone, which says that another one failed instead of waiting for it
  expect(() => share(control, 1024, starts, 0, 0)).toThrow(WebAssembly.RuntimeError);
});
