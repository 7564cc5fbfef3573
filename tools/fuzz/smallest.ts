import { drawCase } from './draw-case';
import type { Kind } from './judge';
import type { Method } from './methods/method';
import { netToJson } from './net';
import type { Workshop } from './run-net';
import { shrink } from './shrink/shrink';
import type { Found, Tally } from './tally';

const gravest: readonly Kind[] = ['false-witness', 'false-proof', 'low', 'outside'];

/** The gravest first, and families in turns, so that a few show many sides. */
function picked(tally: Tally, count: number): Found[] {
  const turns = new Map<string, number>();
  const turnOf = ({ fault, family }: Found) => {
    const key = `${fault.kind}|${family}`;
    turns.set(key, (turns.get(key) ?? 0) + 1);
    return turns.get(key)!;
  };
  return [...tally.found.values()]
    .sort((a, b) => gravest.indexOf(a.fault.kind) - gravest.indexOf(b.fault.kind))
    .map((found) => ({ found, turn: turnOf(found) }))
    .sort((a, b) => a.turn - b.turn)
    .slice(0, count)
    .map(({ found }) => found);
}

/** Some of what was found, each made as small as it gets, as JSON that a test can be written from. */
export async function smallest(
  tally: Tally,
  {
    seed,
    count,
    methods,
    backend,
    workshop,
  }: { seed: number; count: number; methods: readonly Method[]; backend: string; workshop: Workshop },
): Promise<object[]> {
  const all: object[] = [];
  for (const found of picked(tally, count)) {
    const { box, row } = found.fault.claim;
    const method = methods.find(({ name }) => name === found.method)!;
    const where = {
      method: found.method,
      backend: found.backend,
      family: found.family,
      seed,
      index: found.index,
    };
    const { net } = drawCase(seed, found.index);
    const small =
      row &&
      (await shrink(
        { net, box, row },
        {
          ...{ method, workshop, like: found.fault },
          backend: found.backend === 'host' ? backend : found.backend,
        },
      ));
    const shown = small ?? { net, box, row, fault: found.fault };
    const { kind, bound, value, excess, x, node } = shown.fault;
    all.push({
      ...where,
      ...{ kind, bound, value, excess, node, x: x && Array.from(x) },
      box: { lower: Array.from(shown.box.lower), upper: Array.from(shown.box.upper) },
      row: shown.row && { c: Array.from(shown.row.c), d: shown.row.d },
      net: netToJson(shown.net),
    });
  }
  return all;
}
