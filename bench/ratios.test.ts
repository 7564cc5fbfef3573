import { ratios } from './ratios';
import { row } from './testing';

const all = [
  row('onnx', 'nominal', 50),
  row('onnx', 'ibp', 150),
  row('onnx', 'ibp', 100, { threads: 2 }),
  row('torch', 'ibp', 60),
];

it('compares with a nominal step, with PyTorch and with one thread, at the same work', () => {
  expect(ratios(all[1]!, all)).toEqual({ toNominal: 3, toTorch: 2.5, toOneThread: 1 });
});

it('leaves out what there is nothing to compare with', () => {
  expect(ratios(all[2]!, all)).toEqual({ toOneThread: 2 / 3 });
});
