import { fail, type PlainNetwork } from '@ibp/core';
import {
  assertProperty,
  type CertificateProof,
  checkerLimits,
  confirmedBoxTree,
  type Property,
  region,
  rigorousRefusal,
  rowsNetwork,
  type Solver,
} from '@ibp/exact';
import { boxCuts } from './box-cuts';
import { confirmPatterns } from './confirm-patterns';
import { unitsInOrder } from './numbering';
import type { Aptp } from './parse-aptp';
import { patternTree } from './pattern-tree';

/** Options of `checkAptp`. */
export type CheckAptpOptions = {
  /** What was to be proved: one box each. Unless given, it is what the file states. */
  readonly asked?: readonly Property[];
  /** Of linear programs, whose duals close leaves that chosen slopes leave open. Nothing rests on it. */
  readonly solver?: Solver;
  /** Seconds for all; no limit unless given. */
  readonly budget?: number;
  /** The most leaves of the proofs that are made; as many as the checker of certificates takes on unless given. */
  readonly leaves?: number;
  readonly signal?: AbortSignal;
};

/** What a check of another tool's proof came to. */
export type ForeignCheck = {
  /** `rejected`: it does not cover what it is about. `not confirmable`: it may be right, and was not shown. */
  readonly status: 'confirmed' | 'not confirmable' | 'rejected';
  readonly reason: string;
  /** How many leaves the file has, how many of them hold as they are, and how many the proofs that were made of them have. */
  readonly leaves: { readonly given: number; readonly held: number; readonly proof: number };
  /** What was asked, each with proofs for a certificate of it where it was shown. */
  readonly shown: readonly { readonly property: Property; readonly proofs: readonly CertificateProof[] }[];
};

/**
 * Checks a proof in APTP in exact arithmetic, without the solver of mixed-integer programs that its own checker needs: each leaf is
 * bounded by backward passes, if these do not do with slopes and multipliers that are the duals of a linear program, and what
 * still stays open is split further. Nothing of the file is taken but how it splits; the proofs that come out are those
 * of a certificate, whose checkers confirm them without this package.
 *
 * @throws when the file has other numbers of inputs or outputs than the network, or what is asked is not one of the network.
 */
export async function checkAptp(
  network: PlainNetwork,
  { properties, units, patterns }: Aptp,
  options: CheckAptpOptions = {},
): Promise<ForeignCheck> {
  const {
    asked = properties,
    budget = Number.POSITIVE_INFINITY,
    leaves: most = checkerLimits.leaves,
  } = options;
  for (const property of [...properties, ...asked]) {
    assertProperty('checkAptp', network, property);
    if (property.boxes.length !== 1) fail('checkAptp', `expected one box each, got ${property.boxes.length}`);
  }
  const leaves = { given: patterns?.length ?? properties.length, held: 0, proof: 0 };
  const shown: ForeignCheck['shown'][number][] = [];
  const ended = (status: ForeignCheck['status'], reason: string): ForeignCheck => ({
    status,
    reason,
    leaves,
    shown,
  });
  if (asked.length === 0) return ended('rejected', 'nothing is asked');
  const numbered = unitsInOrder(network);
  if (units > numbered.length) {
    return ended('rejected', `N_${units} is declared, of ${numbered.length} units of ReLU`);
  }
  const tree = patterns ? patternTree(patterns) : { leaves: [[]] };
  if ('gap' in tree) return ended('rejected', `no leaf for ${wordsOf(tree.gap)}`);
  if ('tooMany' in tree)
    return ended('not confirmable', `more than ${tree.tooMany} leaves in the order of a tree`);
  const started = performance.now();
  const left = () => Math.max(0, budget - (performance.now() - started) / 1000);
  for (const property of asked) {
    const box = property.boxes[0]!;
    const of = rowsNetwork(network, property);
    const refusal = rigorousRefusal(of);
    if (refusal) return ended('not confirmable', refusal);
    const limits = { budget: left(), leaves: most, ...(options.signal && { signal: options.signal }) };
    if (patterns || properties.length === 1) {
      const at = region(of, box, property.unsafe);
      const splits = tree.leaves.map((pattern) =>
        pattern.map((sign) => ({
          ...numbered[Math.abs(sign) - 1]!,
          side: sign > 0 ? ('active' as const) : ('inactive' as const),
        })),
      );
      const proofs: CertificateProof[] = [];
      for (const conjunction of property.unsafe.keys()) {
        const found = await confirmPatterns(
          at,
          conjunction,
          splits,
          { ...limits, budget: left() },
          options.solver,
        );
        leaves.held += found.leaves.held;
        leaves.proof += found.leaves.proof;
        if (!found.proof) return ended('not confirmable', found.reason ?? 'a leaf is not refuted');
        proofs.push(found.proof);
      }
      shown.push({ property, proofs });
      continue;
    }
    const cuts = boxCuts(
      box,
      properties.map(({ boxes }) => boxes[0]!),
    );
    if ('gap' in cuts)
      return ended(
        'rejected',
        `no leaf for a part of ${Array.from(cuts.gap.lower)} to ${Array.from(cuts.gap.upper)}`,
      );
    if ('uncut' in cuts) return ended('not confirmable', 'its boxes are not those of a tree of cuts');
    const {
      proof,
      reason,
      leaves: count,
    } = await confirmedBoxTree(of, box, property.unsafe, cuts.tree, limits);
    leaves.held += count.held;
    leaves.proof += count.proof;
    if (!proof) return ended('not confirmable', reason ?? 'a part is not refuted');
    shown.push({ property, proofs: [proof] });
  }
  return ended('confirmed', 'every leaf is refuted in exact arithmetic');
}

const wordsOf = (signs: readonly number[]): string =>
  signs
    .slice(0, 8)
    .map((sign) => `N_${Math.abs(sign)} ${sign > 0 ? '>=' : '<'} 0`)
    .join(', ') || 'the whole box';
