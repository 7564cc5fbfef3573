import type { Metrics } from '@ibp/train';
import { averageMetrics } from './averages';

const step = (loss: number, parts: Metrics['parts']): Metrics => ({
  step: 1,
  steps: 2,
  epsilon: 0,
  kappa: 1,
  learningRate: 1,
  loss,
  parts,
  gradientNorm: 2 * loss,
});

describe('averageMetrics', () => {
  it('averages each part over the steps that have it', () => {
    const steps = [step(1, { fit: 1 }), step(2, { fit: 2, spec: 5 }), step(6, { fit: 3, spec: 7 })];
    expect(averageMetrics(steps)).toEqual({ loss: 3, parts: { fit: 2, spec: 6 }, gradientNorm: 6 });
  });
});
