import { examplesOf } from './examples-of';

const dataset = { images: Uint8Array.of(0, 51, 255, 102), labels: [2, 0], shape: [2], classes: 3 };
const witness = { x: [0.5, 0.5], row: 1, margin: 0.25 };
const verdict = { status: 'falsified', method: 'pgd', witness };

describe('examplesOf', () => {
  it('gives an example its values, scaled as those of a data set are, and the class that it is taken for', () => {
    // of label 2 of 3, row 0 is class 0 and row 1 class 1; of label 0, row 1 is class 2
    const taken = (index: number) => examplesOf([{ index, verdict }], dataset)[0]!;
    expect(taken(0)).toEqual({
      index: 0,
      label: 2,
      x: [0, 0.2],
      verdict: { status: 'falsified', method: 'pgd', witness: { x: [0.5, 0.5], margin: 0.25, taken: 1 } },
    });
    expect(taken(1)).toMatchObject({ label: 0, x: [1, 0.4], verdict: { witness: { taken: 2 } } });
  });

  it('takes floats as they are', () => {
    const floats = { ...dataset, images: Float32Array.of(0, 0.25, 0.5, 1) };
    expect(examplesOf([{ index: 1, verdict }], floats)[0]!.x).toEqual([0.5, 1]);
  });

  it('has the last case of an example count, and the examples in their order', () => {
    const cases = [{ index: 1 }, { index: 0 }, { index: 1, verdict: { status: 'verified', method: 'ibp' } }];
    expect(examplesOf(cases, dataset)).toEqual([
      { index: 0, label: 2 },
      { index: 1, label: 0, verdict: { status: 'verified', method: 'ibp' } },
    ]);
  });

  it('refuses an example that the data set does not have', () => {
    expect(() => examplesOf([{ index: 2 }], dataset)).toThrow(
      'examplesOf: expected an example from 0 to 1, got 2',
    );
  });
});
