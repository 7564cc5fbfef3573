import { box } from '../boxes';
import type { Box, Draft } from '../case';
import { NetBuilder, numbers } from '../net';
import type { Random } from '../stream';
import { functions, partial } from '../truth/functions';
import { activationNames, addActivation } from './parts';

/** Ends on either side of 0, or of one side, of any size. */
function drawEnds(random: Random): [number, number] {
  const size = () => random.pick([1, 1, 4, 30, 1e3, 1e6, 1e-3, 1e-6, 1e-12]) * (random.next() + 0.01);
  const kind = random.next();
  const [a, b] = [size(), size()].map(Math.fround) as [number, number];
  if (kind < 0.6) return [-a, b];
  const low = kind < 0.8 ? a : -a - b;
  return [low, Math.fround(low + b)];
}

/** An interval as wide, of positive numbers alone. */
const rightOfZero = ([l, u]: readonly [number, number]): [number, number] => {
  const low = Math.abs(l);
  return [low, Math.fround(low + (u - l))];
};

const boxOfEnds = (ends: readonly (readonly [number, number])[]): Box =>
  box(
    ends.map(([l]) => l),
    ends.map(([, u]) => u),
  );

/**
 * `op(x) - slope x` with the slope of a chord or a tangent of the box: what a linear relaxation says of it is tight at a
 * point, so that a line a little too low shows.
 */
export function tangents(random: Random): Draft {
  const n = random.whole(1, 3);
  const drawnEnds = Array.from({ length: n }, () => drawEnds(random));
  const name = random.chance(0.3) ? 'relu' : random.pick(activationNames);
  // where the function is defined
  const ends = partial.includes(name) ? drawnEnds.map(rightOfZero) : drawnEnds;
  const build = new NetBuilder([n]);
  addActivation(build, random, name);
  const params = build.nodes[1]!.params;
  const at = (x: number) => functions[name]!(x, 0, params)[0];
  build.add('concat', { axis: 0 }, [1, 0]);
  const slopeOf = ([l, u]: readonly [number, number]): number => {
    if (random.chance(0.5)) return (at(u) - at(l)) / (u - l || 1);
    const x = l + random.next() * (u - l);
    const h = Math.min(1e-6 * Math.max(1, Math.abs(x)), Math.abs(x) / 2 || 1e-6);
    return (at(x + h) - at(x - h)) / (2 * h);
  };
  /** 1 where the function overflows: no method takes a row that is not finite. */
  const slope = (end: readonly [number, number]): number => {
    const found = Math.fround(slopeOf(end));
    return Number.isFinite(found) ? found : 1;
  };
  const directions = Array.from({ length: 4 }, () => {
    const signs = ends.map(() => random.pick([1, -1, 1, 0]));
    return Float32Array.from([...signs, ...ends.map((end, i) => -signs[i]! * slope(end))]);
  });
  if (random.chance(0.3)) {
    const w = 2 ** random.whole(5, 27);
    build.dense(
      Array.from({ length: 2 * n }, (_, i) => Array.from({ length: 2 * n }, (_, j) => (i === j ? w : 0))),
    );
  }
  return { net: build.done(), boxes: [boxOfEnds(ends)], directions };
}

/** `x y - a x - b y`: planes around a product are tight at corners. */
export function productPlanes(random: Random): Draft {
  const ends = [drawEnds(random), drawEnds(random)] as const;
  const build = new NetBuilder([2]);
  build.dense([[1], [0]]).add('dense', { kernel: numbers([2, 1], (i) => i) }, [0]);
  build.add('multiply', {}, [1, 2]).add('concat', { axis: 0 }, [3, 0]);
  const [[a, b], [c, d]] = ends;
  const directions = [a, b].flatMap((x) => [c, d].map((y) => Float32Array.of(1, -y, -x)));
  return {
    net: build.done(),
    boxes: [boxOfEnds(ends)],
    directions: [...directions.slice(0, 2), ...directions.slice(2).map((row) => row.map((v) => -v))],
  };
}

/** The greatest of a window less a share of each of its units. */
export function maxPlanes(random: Random): Draft {
  const n = random.whole(2, 4);
  const ends = Array.from({ length: n }, () => drawEnds(random));
  const build = new NetBuilder([n])
    .add('reshape', { shape: [n, 1, 1] })
    .add('globalMaxPool')
    .add('concat', { axis: 0 }, [2, 0]);
  const directions = Array.from({ length: 4 }, () => {
    const share = random.chance(0.5)
      ? ends.map((_, i) => (i === random.whole(0, n - 1) ? 1 : 0))
      : ends.map(() => random.next() / n);
    const sign = random.sign();
    return Float32Array.from([sign, ...share.map((s) => -sign * s)]);
  });
  return { net: build.done(), boxes: [boxOfEnds(ends)], directions };
}
