/** Steps down a convex function that is linear piece by piece, by its gradients; what is returned is good until the next. */
export type Descent = (
  gradient: Float64Array,
  at: { readonly bound: number; readonly best: number },
) => Float64Array;

/** How a descent goes, in so many numbers. */
export type Descending = (size: number) => Descent;

const [momentum, spread, small] = [0.9, 0.999, 1e-8];

/** Adam (Kingma and Ba 2015), whose rate decays: the first step is as long in each number, however little it matters. */
export const adam =
  (rate: number, decay: number): Descending =>
  (size) => {
    const [first, second, steps] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    let t = 0;
    return (gradient) => {
      const own = rate * decay ** t;
      t += 1;
      const [ofFirst, ofSecond] = [1 / (1 - momentum ** t), 1 / (1 - spread ** t)];
      for (let i = 0; i < size; i++) {
        const g = gradient[i]!;
        if (g === 0 && second[i] === 0) continue;
        const m = momentum * first[i]! + (1 - momentum) * g;
        const v = spread * second[i]! + (1 - spread) * g * g;
        first[i] = m;
        second[i] = v;
        steps[i] = own * ((m * ofFirst) / (Math.sqrt(v * ofSecond) + small));
      }
      return steps;
    };
  };

/** How much less the next step aims at where one found better, and after how many that did not it aims at half as much. */
const [further, patience] = [1.3, 2];

/**
 * Polyak's steps, so long that the bound would be what is aimed at if it were linear: 0 at first, then as far below the best as the
 * steps before make likely. A direction that goes back on the last is deflected from it (Camerini, Fratta and Maffioli 1975). What
 * is near the best already stays there, where steps of Adam would lead away from it at first.
 */
export const polyak: Descending = (size) => {
  const [direction, steps] = [new Float64Array(size), new Float64Array(size)];
  let aim: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  let worse = 0;
  return (gradient, { bound, best }) => {
    if (!Number.isFinite(best)) return steps;
    if (aim === undefined) aim = Math.abs(best);
    else if (best < least) [aim, worse] = [further * aim, 0];
    else if (++worse === patience) [aim, worse] = [aim / 2, 0];
    least = best;
    let [dot, old] = [0, 0];
    for (let i = 0; i < size; i++) {
      dot += direction[i]! * gradient[i]!;
      old += direction[i]! * direction[i]!;
    }
    const kept = dot < 0 ? -dot / old : 0;
    let norm = 0;
    for (let i = 0; i < size; i++) {
      direction[i] = gradient[i]! + kept * direction[i]!;
      norm += direction[i]! * direction[i]!;
    }
    const length = norm > 0 ? (bound - best + aim) / norm : 0;
    for (let i = 0; i < size; i++) steps[i] = length * direction[i]!;
    return steps;
  };
};
