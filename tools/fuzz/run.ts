import { drawCase, familyOf } from './draw-case';
import type { Method } from './methods/method';
import { runNet, type Workshop } from './run-net';
import { randomOf } from './stream';
import {
  claims,
  contradictions,
  countClaim,
  countDone,
  countError,
  entryOf,
  newTally,
  type Tally,
} from './tally';

export type RunOptions = {
  readonly seed: number;
  readonly milliseconds: number;
  /** One net alone, put to every method on every backend. */
  readonly only?: number;
  readonly families: readonly string[];
  readonly methods: readonly Method[];
  readonly backends: readonly string[];
  readonly workshop: Workshop;
  readonly log: (line: string) => void;
};

/** How often a line says how far it is, in milliseconds. */
const EVERY = 10_000;

/**
 * Net after net until the time is over: each on one backend, in turns, and put to the methods that are drawn for it,
 * the slow ones more seldom.
 */
export async function run({
  seed,
  milliseconds,
  only,
  families,
  methods,
  backends,
  workshop,
  log,
}: RunOptions): Promise<Tally> {
  const tally = newTally();
  const end = performance.now() + milliseconds;
  let shown = performance.now();
  const isDue = (method: Method, index: number) =>
    only !== undefined || randomOf(seed, index, method.name, 'due').chance(method.share);
  const one = async (index: number, on: readonly string[]) => {
    const drawn = drawCase(seed, index);
    const { family } = drawn;
    for (const [k, backend] of on.entries()) {
      const due = methods.filter((method) => isDue(method, index) && !(method.host && k > 0));
      const where = ({ name, host }: Method) => ({
        method: name,
        backend: host ? 'host' : backend,
        family,
        index,
      });
      await runNet(drawn, backend, due, workshop, {
        claim: (method, claim, fault) => countClaim(tally, where(method), claim, fault),
        threw: (method, error) => countError(tally, where(method), error),
        done: (method, seconds) => countDone(tally, where(method), seconds),
      });
    }
    tally.nets++;
    entryOf(tally.families, family, () => ({ nets: 0, faults: 0 })).nets++;
  };
  if (only !== undefined) {
    await one(only, backends);
    return tally;
  }
  for (let index = 0; performance.now() < end; index++) {
    if (!families.includes(familyOf(seed, index))) continue;
    await one(index, [backends[tally.nets % backends.length]!]);
    if (performance.now() - shown < EVERY) continue;
    shown = performance.now();
    const left = Math.max(0, (end - shown) / 1000).toFixed(0);
    log(
      `${tally.nets} nets, ${claims(tally)} claims, ${contradictions(tally)} contradictions, ${left} s left`,
    );
  }
  return tally;
}
