/** Random choices from one seed: the same for the same seed everywhere. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `least` to `most`. */
  readonly whole: (least: number, most: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
  /** A standard normal number. */
  readonly normal: () => number;
  /** 1 or -1. */
  readonly sign: () => number;
};

/** Numbers in [0, 1) from a seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A hash of words and numbers (FNV-1a): what is drawn under one name does not depend on what is under another. */
const hashOf = (labels: readonly (string | number)[]): number =>
  [...labels.join('|')].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  );

/** The stream of a seed and any labels, as the number of a net and the name of a method. */
export function randomOf(...labels: readonly (string | number)[]): Random {
  const next = uniform(hashOf(labels));
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
    chance: (share) => next() < share,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    sign: () => (next() < 0.5 ? -1 : 1),
  };
}
