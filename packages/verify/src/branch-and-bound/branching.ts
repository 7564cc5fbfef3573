import type { Part } from './batch';
import type { Domain } from './domain';
import type { SearchPasses } from './passes';
import type { Problem } from './problem';

/** A unit to split, by its relu among the problem's, and its place among that relu's open units. */
export type Choice = { readonly node: number; readonly unit: number };

const perScore = 2;

/** The two halves of a domain cut at a unit, before they are bounded: they start from the domain's own slopes and multipliers. */
export function halves(
  { spec, multipliers, splits, betas, slopes }: Part,
  { node, unit }: Choice,
): [Part, Part] {
  const half = (side: 'active' | 'inactive'): Part => ({
    spec,
    multipliers,
    slopes,
    splits: [...splits, { node, unit, side }],
    betas: [...betas, 0],
  });
  return [half('active'), half('inactive')];
}

/**
 * The most promising units of every layer, by what a split takes off the bound directly: the constant of the line above
 * (the score of BaBSR, Bunel et al. 2020), or how far the line below is from the unit.
 */
export function candidates({ relus }: Problem, { splits, slopes, coefficients }: Domain): Choice[] {
  const done = new Set(splits.map(({ node, unit }) => `${node},${unit}`));
  return relus.flatMap(({ before: node, units, lower, upper }, k) => {
    const above: { unit: number; score: number }[] = [];
    const below: { unit: number; score: number }[] = [];
    units.forEach((unit, i) => {
      if (done.has(`${node},${unit}`)) return;
      const [l, u] = [lower[unit]!, upper[unit]!];
      const [a, slope] = [coefficients[k]![i]!, slopes[k]![i]!];
      above.push({ unit, score: (Math.max(a, 0) * -l * u) / (u - l) });
      below.push({ unit, score: Math.max(-a, 0) * Math.max(slope * -l, (1 - slope) * u) });
    });
    const best = [above, below].flatMap((scores) =>
      scores
        .sort((x, y) => y.score - x.score || x.unit - y.unit)
        .slice(0, perScore)
        .filter(({ score }, i) => score > 0 || i === 0),
    );
    return [...new Set(best.map(({ unit }) => unit))].map((unit) => ({ node, unit }));
  });
}

/**
 * The unit to split in each domain: the candidates' halves are bounded without optimising, and the one whose worse half
 * is best is taken (filtered smart branching, De Palma et al. 2021). Nothing where no unit is open.
 */
export async function chooseSplits(
  problem: Problem,
  passes: SearchPasses,
  domains: readonly Domain[],
  batch: number,
): Promise<(Choice | undefined)[]> {
  const choices = domains.map((domain) => candidates(problem, domain));
  const parts = domains.flatMap((domain, i) =>
    choices[i]!.length > 1 ? choices[i]!.flatMap((choice) => halves(domain, choice)) : [],
  );
  const bounds: number[] = [];
  for (let start = 0; start < parts.length; start += batch) {
    bounds.push(...Array.from(await passes.bound(parts.slice(start, start + batch))));
  }
  let next = 0;
  return choices.map((list) => {
    if (list.length < 2) return list[0];
    const scores = list.map(() => {
      const [a, b] = [Math.max(bounds[next++]!, 0), Math.max(bounds[next++]!, 0)];
      return Math.max(a, b) + 0.3 * Math.min(a, b);
    });
    return list[scores.indexOf(Math.min(...scores))] ?? list[0];
  });
}
