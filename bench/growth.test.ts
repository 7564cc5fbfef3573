import { growthChart } from './growth';
import { row } from './testing';

it('draws a line for each engine and task, against batch size and against width', async () => {
  const all = [25, 100, 400].flatMap((batchSize) => [
    row('onnx', 'nominal', batchSize / 4, { batchSize }),
    row('onnx', 'ibp', batchSize / 2, { batchSize }),
    row('onnx', 'ibp', batchSize / 2, { width: batchSize / 100 }),
  ]);
  const svg = await growthChart(all);
  expect(svg).toMatch(/^<svg/);
  for (const text of ['onnx, nominal', 'onnx, ibp', 'images in a batch', 'ms']) expect(svg).toContain(text);
});
