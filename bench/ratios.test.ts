import { isSteady, ratios } from './ratios';
import { row } from './testing';

const all = [
  row('onnx', 'nominal', 50),
  row('onnx', 'ibp', 150),
  row('onnx', 'ibp', 100, { threads: 2 }),
  row('torch', 'ibp', 60),
];

it('compares with a nominal step, with PyTorch and with one thread, at the same work', () => {
  expect(ratios(all[1]!, all)).toEqual({ toNominal: 3, toTorch: 2.5, mediansToTorch: 2.5, toOneThread: 1 });
});

it('compares the least times, and leaves out where rounds spread or waited for the processor', () => {
  const torch = row('torch', 'ibp', 60, { least: 50, leastCpu: 50 });
  const steady = row('onnx', 'ibp', 45, { least: 40, leastCpu: 39 });
  expect(ratios(steady, [steady, torch])).toEqual({ toTorch: 0.8, mediansToTorch: 0.75, toOneThread: 1 });
  for (const disturbed of [
    { ...steady, median: 70 },
    { ...steady, leastCpu: 20 },
  ]) {
    expect(isSteady(disturbed)).toBe(false);
    expect(ratios(disturbed, [disturbed, torch])).toEqual({});
  }
});

it('leaves out what there is nothing to compare with', () => {
  expect(ratios(all[2]!, all)).toEqual({ toOneThread: 2 / 3 });
});
