import type { Enclosure } from '@ibp/exact';
import { greatest } from './host/backward';
import type { Bounder, Lines } from './lines';
import { type Conjunction, refute } from './refute';
import { halvesOf, middleOf } from './region';

/** A feature to cut a box at, and where; nothing where no interval can be cut any further. */
export type Cut = {
  readonly feature: number;
  readonly at: number;
  /** Estimates of the halves, where they were made. */
  readonly halves?: readonly Lines[];
};

/** What a cut is chosen by. */
export type Uncut = {
  readonly box: Enclosure;
  readonly lines: Lines;
  /** The conjunctions that are not refuted. */
  readonly open: readonly Conjunction[];
  readonly whole: Enclosure;
};

/** The most cuts that are compared by what they give. */
const compared = 8;

/**
 * The feature to cut a box at. By the lines first: the sum of `|coefficient| width` over the rows of the open
 * conjunctions, ties and zeros by width against the whole box (ReluVal's smear, Wang et al. 2018). Where halves can be
 * estimated, those of the first few features are, and the cut with the least bounds left is taken.
 */
export function chooseCut(uncut: Uncut, estimate: Bounder['estimate']): Cut | undefined {
  const cuts = rankedCuts(uncut).slice(0, estimate ? compared : 1);
  if (!estimate || cuts.length < 2) return cuts[0];
  const { box, lines, open } = uncut;
  const before = leftOf(box, lines, open);
  const indices = open.map(({ index }) => index);
  const estimates = cuts.map(({ feature, at }) =>
    halvesOf(box, feature, at).map((part) => {
      const found = estimate({ box: part, inner: lines.inner, sums: lines.sums, open: indices });
      const own = onPart(lines, part);
      return { part, of: [found, own] as const };
    }),
  );
  const gains = estimates.map((halves) =>
    halves.reduce(
      (gain, { part, of }) => gain - Math.min(...of.map((each) => leftOf(part, each, open))),
      2 * before,
    ),
  );
  const widest = Math.max(...cuts.map(({ share }) => share));
  const most = Math.max(...gains.filter((_, i) => cuts[i]!.share >= thinnest * widest));
  // a difference that small says less than the lines do
  const chosen = most - gains[0]! > telling * before ? gains.indexOf(most) : 0;
  return { ...cuts[chosen]!, halves: estimates[chosen]!.map((half) => best(half, lines)) };
}

/** Of every row of a half the lowest bound: of its estimate, and of all lines of the whole. */
function best({ part, of: [found, own] }: Half, { lower = own }: Lines): Lines {
  const given = greatest(lower.coefficients, lower.constants, part);
  const bounds = found.bounds.slice();
  for (let r = 0; r < bounds.length; r++) {
    for (const bound of [own.bounds[r]!, given[r]!]) if (bound < bounds[r]!) bounds[r] = bound;
  }
  return { ...found, bounds };
}

type Half = { readonly part: Enclosure; readonly of: readonly [found: Lines, own: Lines] };

const telling = 0.01;
/** Features cut much finer than others gain little more, whatever an estimate says. */
const thinnest = 1 / 16;

/** Lines of a box on a part of it. */
const onPart = (lines: Lines, part: Enclosure): Lines => ({
  ...lines,
  bounds: greatest(lines.coefficients, lines.constants, part),
});

/** How far conjunctions are from being refuted: the greatest bound above 0. */
function leftOf(box: Enclosure, lines: Lines, open: readonly Conjunction[]): number {
  return open.reduce((most, rows) => Math.max(most, refute(box, lines, rows).bound), 0);
}

type Ranked = Cut & { readonly score: number; readonly share: number };

function rankedCuts({ box: { lower, upper }, lines, open, whole }: Uncut): Ranked[] {
  const n = lower.length;
  const cuts: Ranked[] = [];
  const rows = open.flatMap((conjunction) => rowsOf(lines, conjunction));
  for (let feature = 0; feature < n; feature++) {
    const width = upper[feature]! - lower[feature]!;
    const at = middleOf(lower[feature]!, upper[feature]!);
    if (at === undefined) continue;
    let score = 0;
    for (const row of rows) score += Math.abs(lines.coefficients[row * n + feature]!) * width;
    const share = width / (whole.upper[feature]! - whole.lower[feature]!);
    cuts.push({ feature, at, score: Number.isFinite(score) ? score : 0, share });
  }
  return cuts.sort((a, b) => b.score - a.score || b.share - a.share);
}

/** The rows that say how a conjunction depends on the input: the last of its sums, if there are any. */
function rowsOf({ bounds, sums = [] }: Lines, { index, start, end }: Conjunction): number[] {
  const last = sums.findLastIndex(({ conjunction }) => conjunction === index);
  if (last >= 0) return [bounds.length - sums.length + last];
  return Array.from({ length: end - start }, (_, r) => start + r);
}
