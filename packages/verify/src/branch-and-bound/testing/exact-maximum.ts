/** A fully connected net of two inputs with relus between its layers, and a linear function of its output. */
export type PlanarNet = {
  /** `kernel[i][j]` from unit `i` to unit `j`. */
  readonly layers: readonly { readonly kernel: number[][]; readonly bias: number[] }[];
  readonly c: readonly number[];
  readonly d: number;
};

type Point = readonly [number, number];
type Affine = { readonly w: Point; readonly b: number };
type Cell = { readonly corners: readonly Point[]; readonly units: readonly Affine[] };

const at = ({ w, b }: Affine, [x, y]: Point): number => w[0] * x + w[1] * y + b;

/** The part of a convex polygon where `sign * f >= 0` (Sutherland and Hodgman 1974). */
function clip(corners: readonly Point[], f: Affine, sign: 1 | -1): Point[] {
  return corners.flatMap((p, i) => {
    const q = corners[(i + 1) % corners.length]!;
    const [a, b] = [sign * at(f, p), sign * at(f, q)];
    const kept: Point[] = a >= 0 ? [p] : [];
    if (a * b < 0) {
      const t = a / (a - b);
      kept.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
    return kept;
  });
}

const combine = (weights: readonly number[], bias: number, units: readonly Affine[]): Affine => ({
  w: [
    units.reduce((sum, u, i) => sum + weights[i]! * u.w[0], 0),
    units.reduce((sum, u, i) => sum + weights[i]! * u.w[1], 0),
  ],
  b: units.reduce((sum, u, i) => sum + weights[i]! * u.b, bias),
});

/**
 * The greatest value over a rectangle, by every activation pattern there is: the rectangle is cut along the line where
 * each relu turns, layer by layer; on each piece the net is affine, and greatest at a corner.
 */
export function exactMaximum({ layers, c, d }: PlanarNet, lower: Point, upper: Point): number {
  const box: Point[] = [lower, [upper[0], lower[1]], upper, [lower[0], upper[1]]];
  let cells: Cell[] = [
    {
      corners: box,
      units: [
        { w: [1, 0], b: 0 },
        { w: [0, 1], b: 0 },
      ],
    },
  ];
  layers.forEach(({ kernel, bias }, k) => {
    cells = cells.flatMap(({ corners, units }) => {
      const before = bias.map((b, j) =>
        combine(
          kernel.map((row) => row[j]!),
          b,
          units,
        ),
      );
      if (k === layers.length - 1) return [{ corners, units: before }];
      let pieces: Cell[] = [{ corners, units: [] }];
      for (const f of before) {
        pieces = pieces.flatMap((piece) =>
          ([1, -1] as const).flatMap((sign) => {
            const left = clip(piece.corners, f, sign);
            const unit = sign === 1 ? f : { w: [0, 0] as const, b: 0 };
            return left.length === 0 ? [] : [{ corners: left, units: [...piece.units, unit] }];
          }),
        );
      }
      return pieces;
    });
  });
  const values = cells.flatMap(({ corners, units }) => corners.map((p) => at(combine(c, d, units), p)));
  return Math.max(...values);
}
