import { reportTable } from './report';
import { row } from './testing';

it('has a row for each engine, with ratios, and dashes for what was not measured', () => {
  const all = [
    row('onnx', 'nominal', 50),
    row('onnx', 'ibp', 150),
    row('onnx', 'evaluate', 200),
    row('torch', 'ibp', 60),
  ];
  const lines = reportTable(all)
    .split('\n')
    .filter((line) => line.includes('small'));
  const cells = (line: string) => line.split('│').map((cell) => cell.trim());
  expect(lines.map((line) => cells(line).slice(3, 14))).toEqual([
    ['1', 'onnx', '3', '50 (50)', '150 (150)', '3.00', '2.50 (2.50)', '2.00 (2.00)', '-', '250', '100'],
    ['1', 'torch', '3', '-', '60 (60)', '-', '1.00 (1.00)', '-', '-', '-', '100'],
  ]);
});
