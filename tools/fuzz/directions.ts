import type { Random } from './stream';

/** A direction of the output to be bounded: a margin, a unit, or any. */
export function drawDirection(random: Random, outputs: number): Float32Array {
  const c = new Float32Array(outputs);
  const kind = random.next();
  const [a, b] = [random.whole(0, outputs - 1), random.whole(0, outputs - 1)];
  if (kind < 0.45 && outputs > 1) {
    c[a] = 1;
    c[a === b ? (b + 1) % outputs : b] = -1;
  } else if (kind < 0.65) {
    c[a] = random.sign();
  } else if (kind < 0.8) {
    // a margin whose two sides are huge
    const scale = 2 ** random.whole(10, 27);
    c[a] = scale;
    c[(a + 1) % outputs]! -= scale;
    c[random.whole(0, outputs - 1)]! += 1;
  } else {
    const scale = random.pick([1, 1, 1e6, 1e-6]);
    for (let i = 0; i < outputs; i++) c[i] = scale * random.normal();
  }
  return c;
}
