import { createInterface } from 'node:readline';
import type { VerificationAnswer } from '../verification/task';

/** What one call did: units, and bounds if it computes any. */
export type Work = { readonly count: number; readonly values?: ArrayLike<number> };

/** Makes ready, which is not timed, and gives what is. */
export type Setup = () => Promise<() => Promise<Work>>;

/** Says which methods there are, then does one for each line on standard input and answers a line. */
export async function serve(setups: { readonly [method: string]: Setup }): Promise<void> {
  const ready = new Map<string, () => Promise<Work>>();
  console.log(JSON.stringify(Object.keys(setups)));
  for await (const method of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(method)));
  }

  async function answer(method: string): Promise<VerificationAnswer> {
    try {
      const run = ready.get(method) ?? (await setups[method]!());
      ready.set(method, run);
      const start = performance.now();
      const { count, values = [] } = await run();
      return { milliseconds: performance.now() - start, count, values: Array.from(values) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }
}
