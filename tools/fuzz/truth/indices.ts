/** The element of a tensor that broadcasts to `shape` at flat place `i`. */
export function broadcastIndex(small: readonly number[], shape: readonly number[], i: number): number {
  let [rest, index, step] = [i, 0, 1];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const at = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
    const own = axis - (shape.length - small.length);
    if (own < 0) continue;
    if (small[own]! > 1) index += at * step;
    step *= small[own]!;
  }
  return index;
}

/** A flat place as one for each axis. */
export const coordinates = (shape: readonly number[], i: number): number[] => {
  const at: number[] = [];
  let rest = i;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return at;
};

/** The inverse. */
export const flatIndex = (shape: readonly number[], at: readonly number[]): number =>
  at.reduce((index, k, axis) => index * shape[axis]! + k, 0);

/** An axis counted from the first one: -1 is the last. */
export const fromStart = (axis: number, shape: readonly number[]): number =>
  axis < 0 ? shape.length + axis : axis;

/** For a place of what reducing an axis leaves, the flat places along that axis. */
export function unitsAlong(shape: readonly number[], axis: number) {
  const along = fromStart(axis, shape);
  return (at: readonly number[]): number[] =>
    Array.from({ length: shape[along]! }, (_, k) =>
      flatIndex(
        shape,
        at.map((place, i) => (i === along ? k : place)),
      ),
    );
}
