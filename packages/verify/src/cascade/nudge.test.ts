import { nudge } from './nudge';
import { isInBall } from './witness';

const spec = { c: Float64Array.of(1), d: Float64Array.of(0) };
const ball = { epsilon: 0.1, range: [0, 1] as const };

describe('nudge', () => {
  it('moves the corners of float32 boxes into the ball, by no more than a few float32 steps', () => {
    let outside = 0;
    for (let i = 0; i <= 1000; i++) {
      const center = Math.fround(i / 1000);
      const question = { index: 0, x: Float32Array.of(center), spec };
      for (const end of [Math.fround(center + Math.fround(0.1)), Math.fround(center - Math.fround(0.1))]) {
        const clipped = Math.min(1, Math.max(0, end));
        const point = Float32Array.of(clipped);
        if (!isInBall(point, question, ball)) outside++;
        const moved = nudge(point, question, ball);
        expect(isInBall(moved, question, ball)).toBe(true);
        expect(Math.abs(moved[0]! - clipped)).toBeLessThan(5e-7);
      }
    }
    expect(outside).toBeGreaterThan(100);
  });

  it('crosses 0 where it has to', () => {
    const question = { index: 0, x: Float32Array.of(0.1), spec };
    const wide = { epsilon: Math.fround(0.1) - 2 ** -60, range: [-1, 1] as const };
    expect(isInBall(nudge(Float32Array.of(0), question, wide), question, wide)).toBe(true);
  });

  it('leaves what is really outside, and what is no number', () => {
    const question = { index: 0, x: Float32Array.of(0.5, 0.5, 0.95), spec };
    const moved = nudge(Float32Array.of(0.61, Number.NaN, 1.02), question, ball);
    expect(moved).toEqual(Float32Array.of(0.61, Number.NaN, 1.02));
  });
});
