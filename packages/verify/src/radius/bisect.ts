/** What is known of how far one example may be moved: radii in the units of the input, or of `scale`. */
export type Radius = {
  /** The largest radius that was certified; -1 where the example itself is wrong or undecided. */
  readonly certified: number;
  /** The smallest at which there is a counter-example; Infinity where none was found. */
  readonly falsified: number;
  /** That counter-example. */
  readonly witness?: Float32Array;
  /** Radii that were asked about. */
  readonly questions: number;
};

/** What is known of one radius. */
export type Answer =
  | { readonly status: 'verified' | 'unknown' }
  | {
      readonly status: 'falsified';
      readonly witness: Float32Array;
      /** The least radius that the witness is in. */
      readonly radius: number;
    };

/** Bisection: first between what is certified and what is not, then, where a radius is unknown, on either side of it. */
export async function bisect(
  ask: (radius: number) => Promise<Answer>,
  { most, tolerance }: { readonly most: number; readonly tolerance: number },
): Promise<Radius> {
  let found: Radius = { certified: -1, falsified: Number.POSITIVE_INFINITY, questions: 0 };
  const learn = async (radius: number): Promise<Answer['status']> => {
    const answer = await ask(radius);
    found = { ...found, questions: found.questions + 1 };
    if (answer.status === 'verified' && radius > found.certified) found = { ...found, certified: radius };
    if (answer.status === 'falsified' && answer.radius < found.falsified) {
      found = { ...found, falsified: answer.radius, witness: answer.witness };
    }
    return answer.status;
  };
  if ((await learn(0)) === 'falsified') return found;
  if ((await learn(most)) === 'verified') return found;
  let [low, high] = [Math.max(0, found.certified), Math.min(most, found.falsified)];
  // what is unknown lies between: everything below `low` is certified, all from `high` falsified or unknown
  let unknown: number | undefined;
  // no number may be left between: of a tolerance below their spacing
  const isOpen = () => high - low > tolerance && (low + high) / 2 > low && (low + high) / 2 < high;
  while (isOpen()) {
    const middle = (low + high) / 2;
    const status = await learn(middle);
    if (status === 'verified') low = middle;
    else high = status === 'falsified' ? Math.min(middle, found.falsified) : middle;
    if (status === 'unknown') unknown = Math.max(unknown ?? middle, middle);
  }
  [low, high] = [unknown ?? high, Math.min(most, found.falsified)];
  while (isOpen()) {
    const middle = (low + high) / 2;
    if ((await learn(middle)) === 'falsified') high = Math.min(middle, found.falsified);
    else low = middle;
  }
  return found;
}
