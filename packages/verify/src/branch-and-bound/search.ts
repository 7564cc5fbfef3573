import * as tf from '@tensorflow/tfjs-core';
import type { Part } from './batch';
import type { OptimizeOptions } from './bound-domains';
import { chooseSplits, halves } from './branching';
import { type Domain, type Place, treeOf } from './domain';
import type { BranchAndBoundOptions, BranchAndBoundResult } from './options';
import type { SearchPasses } from './passes';
import type { Problem } from './problem';
import type { Bounded } from './read-bounded';
import { greatestBound, isSound, rootSlopes } from './root';
import { partTeller } from './tell-part';
import { counterExample, type FoundWitness } from './witness';

/** A part of the box that is to be bounded, where it stands in its tree, and what bounds it as a part of the last one. */
type Opened = Part & { readonly place: Place; readonly of?: Place; readonly known: number };

/** Cuts the box until every part is proved, a counter-example turns up, or a limit is reached. */
export async function search(
  problem: Problem,
  passes: SearchPasses,
  options: BranchAndBoundOptions,
): Promise<BranchAndBoundResult> {
  const { batch = 32, rootSteps = 40, steps = 15, maxDomains = 20_000 } = options;
  const { maxNodes = Number.POSITIVE_INFINITY, budget = Number.POSITIVE_INFINITY } = options;
  const { now = () => performance.now(), signal, improve, attackSteps = 10 } = options;
  const { slopeRate = 0.1, betaRate = 0.05, decay = 0.97 } = options;
  const rates = { slopeRate, betaRate, decay };
  const started = now();
  const tell = partTeller(options.onPart);
  const places: Place[] = [];
  const open: Domain[] = []; // by bound, the highest last
  let unresolved = false;
  let nodes = 0;

  const end = (
    status: BranchAndBoundResult['status'],
    more: Pick<BranchAndBoundResult, 'witness' | 'reason'> = {},
  ): BranchAndBoundResult => {
    const trees = places.map((place) => treeOf(problem, place));
    const openUnits = Object.fromEntries(problem.relus.map(({ node, units }) => [node, units]));
    return { status, ...more, nodes, bound: greatestBound(places), trees, openUnits };
  };

  const stopped = (): 'aborted' | 'time' | undefined => {
    if (signal?.aborted) return 'aborted';
    return now() - started > budget ? 'time' : undefined;
  };

  /**
   * Bounds parts and files them, some at a time. A counter-example, a bound that is not finite, or the end of the time ends
   * the search.
   *
   * @param options.last of units there are none to split left: what is not proved then stays so.
   * @param options.isNew whether they were not bounded before.
   */
  const bound = async (
    parts: readonly Opened[],
    optimize: OptimizeOptions,
    { last = false, isNew = true, attack = true } = {},
  ): Promise<FoundWitness | 'not finite' | 'aborted' | 'time' | undefined> => {
    // what time does not suffice for is as open as that which it is a part of
    for (const { place, of: _, known, ...part } of parts)
      place.domain ??= { coefficients: [], ...part, place, bound: known };
    for (let start = 0; start < parts.length; start += batch) {
      const reason = stopped();
      if (reason) return reason;
      const chunk = parts.slice(start, start + batch);
      const bounded = await passes.optimize(chunk, optimize);
      if (isNew) nodes += chunk.length;
      chunk.forEach((part, i) => {
        file(part, bounded[i]!, last);
        tell(part.place, part.of);
      });
      if (bounded.some((b) => !Number.isFinite(b.bound))) return 'not finite';
      if (!attack) continue;
      const found = await counterExample(
        problem,
        passes,
        bounded.flatMap(({ point, mean }) => [point, mean]),
        chunk.flatMap((part) => [part.spec, part.spec]),
        { attackSteps: last ? 4 * attackSteps : attackSteps, improve },
      );
      if (found) return found;
    }
    return undefined;
  };

  const file = ({ place, known, spec, splits }: Opened, result: Bounded, last: boolean) => {
    const { bound: own, slopes, betas, multipliers, coefficients } = result;
    // a leaf's numbers must prove its own bound, so the parent's better one only orders the search
    const domain: Domain = { spec, multipliers, splits, bound: own, slopes, betas, coefficients, place };
    place.domain = domain;
    if (own < 0) return;
    const byIntervals = problem.intervals[spec]!;
    if (byIntervals < 0) {
      place.domain = { ...domain, bound: byIntervals, by: 'intervals' };
      return;
    }
    if (last) {
      unresolved = true;
      return;
    }
    const priority = Math.min(own, known);
    let at = open.length;
    while (at > 0 && open[at - 1]!.bound > priority) at -= 1;
    open.splice(at, 0, domain);
  };

  if (!tf.tidy(() => isSound(problem))) return end('unknown', { reason: 'not finite' });
  const slopes = rootSlopes(problem);
  const roots = problem.groups.map(({ start, end }, i) => {
    const place: Place = {};
    places.push(place);
    const multipliers = new Float32Array(end - start).fill(1 / (end - start));
    return { spec: i, multipliers, splits: [], betas: [], slopes, place, known: Number.POSITIVE_INFINITY };
  });
  // most conjunctions need no slopes better than those that they begin with
  let found = await bound(roots, { steps: 0, ...rates }, { attack: false });
  const hard = new Set(open.splice(0).map(({ spec }) => spec));
  const left = roots.filter(({ spec }) => hard.has(spec));
  found ??= await bound(left, { steps: rootSteps, ...rates }, { isNew: false });
  while (found === undefined) {
    if (open.length === 0) return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
    if (open.length > maxDomains) return end('unknown', { reason: 'domains' });
    if (nodes >= maxNodes) return end('unknown', { reason: 'nodes' });
    await new Promise((resolve) => setTimeout(resolve)); // lets a signal come through
    const reason = stopped();
    if (reason) return end('unknown', { reason });
    const picked = open.splice(Math.max(0, open.length - Math.max(1, batch >> 1)));
    const choices = await chooseSplits(problem, passes, picked, batch);
    const parts = picked.flatMap((domain, i) => {
      const choice = choices[i];
      if (!choice) return [];
      const [active, inactive]: [Place, Place] = [{}, {}];
      const [one, other] = halves(domain, choice);
      domain.place.split = { ...choice, active, inactive };
      return [
        { ...one, place: active, of: domain.place, known: domain.bound },
        { ...other, place: inactive, of: domain.place, known: domain.bound },
      ];
    });
    // nothing left to split: a linear program, whose multipliers get the time to converge
    const decided = picked.flatMap((domain, i) => (choices[i] ? [] : [{ ...domain, known: domain.bound }]));
    found = await bound(
      decided,
      { steps: 10 * steps, slopeRate, betaRate: 2 * betaRate, decay: 0.98 },
      { last: true },
    );
    found ??= await bound(parts, { steps, ...rates });
  }
  if (typeof found === 'string') return end('unknown', { reason: found });
  return end('falsified', { witness: found });
}
