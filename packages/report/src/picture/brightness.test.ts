import { brightnessOf, bytesOf } from './brightness';
import { layoutOf } from './layout';

describe('pictures', () => {
  it('are drawn from one end of the range to the other, and what is beyond as the end', () => {
    const brightness = brightnessOf({ shape: [1, 4], range: [-1, 1] }, [0]);
    expect([...bytesOf([-1, 0, 1, 2], brightness)]).toEqual([0, 128, 255, 255]);
  });

  it('are drawn as bright as they are themselves where the range is no two numbers', () => {
    const ranges = [
      [null, 1],
      [
        [0, 0],
        [1, 1],
      ],
      [Number.NEGATIVE_INFINITY, 5],
    ] as const;
    for (const range of ranges)
      expect(brightnessOf({ shape: [1, 2], range }, [2, Number.NaN], [7, 3])).toEqual([2, 7]);
    expect(brightnessOf({ shape: [1, 2], range: [null, null] }, [3, 3])).toEqual([0, 1]);
  });

  it('have what is no number dark', () => {
    expect([...bytesOf([Number.NaN, 1], [0, 1])]).toEqual([0, 255]);
  });
});

it.each([
  [[28, 28], { width: 28, height: 28, channels: 1 }],
  [[2, 3, 1], { width: 3, height: 2, channels: 1 }],
  [[2, 3, 3], { width: 3, height: 2, channels: 3 }],
  [[2, 3, 2], undefined],
  [[4], undefined],
  [[2, 2, 2, 1], undefined],
  [[0, 2, 1], undefined],
])('inputs of shape %j are the picture %j', (shape, layout) => {
  expect(layoutOf({ shape })).toEqual(layout);
});
