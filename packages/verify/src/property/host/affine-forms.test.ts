import { plainForward } from '@ibp/exact';
import { plainChain, plainDense, plainResidual, plainTensor, randomFloats, stream } from '@ibp/testing';
import { affineForms } from './affine-forms';
import { setReach } from './errors';
import { hostNetwork } from './host-network';

it('is exact where intervals are not: x - x, and 2 |x| - x over [1, 3]', () => {
  const net = plainChain(
    [1],
    ['dense', { kernel: plainTensor([1, 2], [1, 1]) }],
    ['abs', {}],
    ['dense', { kernel: plainTensor([2, 2], [1, 2, -1, -1]) }],
  );
  const host = hostNetwork(net)!;
  const box = { lower: Float64Array.of(1), upper: Float64Array.of(3) };
  setReach(host, box);
  const forms = affineForms(host, [0]);
  forms.begin(box);
  const end = host.nodes.length - 1;
  const bounds = { lower: Float64Array.of(-100, -100), upper: Float64Array.of(100, 100) };
  forms.tighten(end, bounds, [box, ...host.nodes.slice(1).map(() => box)]);
  expect(bounds.lower[0]).toBeCloseTo(0, 12);
  expect(bounds.upper[0]).toBeCloseTo(0, 12);
  expect(bounds.lower[1]).toBeCloseTo(1, 12);
  expect(bounds.upper[1]).toBeCloseTo(3, 12);
});

it.each([
  ['dense', plainDense([3, 9, 8, 4], 1)],
  ['with a concave kink', plainDense([3, 9, 8, 4], 1, 'leakyRelu', { alpha: 2.5 })],
  ['convolutional and residual', plainResidual(2)],
])('holds at points of the box, of a network that is %s', (_, net) => {
  const host = hostNetwork(net)!;
  const middle = Float64Array.from(randomFloats(host.nodes[0]!.size, 3));
  const box = { lower: middle.map((v) => v - 0.3), upper: middle.map((v) => v + 0.3) };
  setReach(host, box);
  const features = [...middle.keys()];
  const forms = affineForms(host, features);
  forms.begin(box);
  // by the forms alone: bounds of each node as they come
  const boxes = [box];
  host.nodes.forEach(({ size, slopes, inputs }, index) => {
    if (index === 0) return;
    const bounds = { lower: new Float64Array(size).fill(-1e9), upper: new Float64Array(size).fill(1e9) };
    if (slopes) {
      const { lower, upper } = boxes[inputs[0]!]!;
      const [l, r] = slopes;
      const at = (v: number) => (v < 0 ? l * v : r * v);
      lower.forEach((low, i) => {
        bounds.lower[i] = Math.min(at(low), at(upper[i]!), 0);
        bounds.upper[i] = Math.max(at(low), at(upper[i]!), 0);
      });
    } else forms.tighten(index, bounds, boxes);
    boxes.push(bounds);
  });
  const { lower, upper } = boxes.at(-1)!;
  const next = stream(5);
  for (let k = 0; k < 200; k++) {
    const x = box.lower.map((l, i) => (k < 20 && next() < 0.5 ? l : l + next() * (box.upper[i]! - l)));
    plainForward(net, x).forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(lower[i]!);
      expect(value).toBeLessThanOrEqual(upper[i]!);
    });
  }
  expect(Math.max(...upper)).toBeLessThan(1e3);
});
