import { disagreements, verificationRatios, verificationTable } from './report';
import { measured } from './testing';

const wasm = measured('wasm', 'crown-ibp', 20, { proved: 0.5 });
const float64 = measured('float64', 'crown-ibp', 100, { proved: 0.5, difference: 2e-6 });
const torch = measured('torch', 'crown-ibp', 10, { proved: 0.5, difference: 3e-6 });
const other = measured('torch', 'ibp', 1);

it('sets a time beside those of PyTorch and of tfjs-wasm for the same method', () => {
  const all = [wasm, float64, other, torch];
  expect(verificationRatios(wasm, all)).toEqual({ toTorch: 2 });
  expect(verificationRatios(float64, all)).toEqual({ toTorch: 10, toWasm: 5 });
  expect(verificationRatios(torch, all)).toEqual({ toWasm: 0.5 });
  expect(verificationRatios(measured('wasm', 'forward', 1), all)).toEqual({});
});

it('has a row for each engine, and dashes for what there is not', () => {
  const rows = verificationTable([wasm, float64])
    .split('\n')
    .filter((line) => line.includes('small'))
    .map((line) => line.split('│').map((cell) => cell.trim()));
  expect(rows.map((cells) => cells.slice(3, 13))).toEqual([
    ['crown-ibp', 'wasm', 'image', '8', '20', '50', '-', '-', '50.0 %', '-'],
    ['crown-ibp', 'float64', 'image', '8', '100', '10', '-', '5', '50.0 %', '2e-6'],
  ]);
});

it('names engines that disagree, NaN included, but for what an optimiser found', () => {
  const far = measured('torch', 'crown', 1, { difference: 0.2 });
  const lost = measured('onnx', 'ibp', 1, { difference: Number.NaN });
  const optimised = measured('torch', 'alpha-crown', 1, { difference: 1 });
  expect(disagreements([wasm, float64, torch, far, lost, optimised])).toEqual([far, lost]);
});
