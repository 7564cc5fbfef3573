import '../cpu';
import '../wasm';
import { expectClose, runOn, seeded } from './testing';

const x = seeded([2, 3, 4], 1);

describe('prelu on wasm', () => {
  it.each([[[2, 3, 4]], [[3, 4]], [[4]], [[3, 1]], [[1, 3, 1]], [[1, 1, 1]], [[2, 1, 1]]])(
    "agrees with the cpu backend's own for slopes %j",
    async (shape) => {
      const inputs = { x, alpha: seeded(shape, 2) };
      expectClose(await runOn('wasm', 'Prelu', inputs, {}), await runOn('cpu', 'Prelu', inputs, {}, true));
    },
  );

  it("needs this: the backend's own does not broadcast the slopes", async () => {
    const inputs = { x, alpha: { shape: [3, 1], values: [1, 2, 3] } };
    const [own, right] = [
      await runOn('wasm', 'Prelu', inputs, {}, true),
      await runOn('cpu', 'Prelu', inputs, {}, true),
    ];
    expect(() => expectClose(own, right)).toThrow();
  });
});
