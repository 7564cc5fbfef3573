import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ModelProto } from '../proto/descriptor';
import { plainFromOnnx } from './plain-from-onnx';
import { readOnnxFile } from './read-onnx-file';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ibp-onnx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const value = (name: string, size: number) => ({
  name,
  type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }, { dimValue: size }] } } },
});

/** `y = x W`, with W in another file. */
const modelOf = (location: string, offset?: string): Uint8Array =>
  ModelProto.encode({
    opsetImport: [{ version: 18 }],
    graph: {
      node: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
      initializer: [
        {
          ...{ name: 'w', dims: [2, 1], dataType: 1, dataLocation: 1 },
          externalData: [
            { key: 'location', value: location },
            ...(offset ? [{ key: 'offset', value: offset }] : []),
          ],
        },
      ],
      input: [value('x', 2)],
      output: [value('y', 1)],
    },
  } as never).finish();

const kernelOf = (file: string): Float32Array => {
  const { bytes, external } = readOnnxFile(file);
  const node = plainFromOnnx(bytes, { external }).nodes.at(-1)!;
  return node.op === 'dense' ? node.params.kernel.data : new Float32Array();
};

it('reads weights beside the file, from where they begin, and packed files', () => {
  const file = path.join(folder, 'model.onnx');
  writeFileSync(path.join(folder, 'weights.bin'), new Uint8Array(Float32Array.of(7, 3, -4).buffer));
  writeFileSync(file, modelOf('weights.bin', '4'));
  expect([...kernelOf(file)]).toEqual([3, -4]);
  writeFileSync(`${file}.gz`, gzipSync(modelOf('weights.bin')));
  expect([...kernelOf(`${file}.gz`)]).toEqual([7, 3]);
});

it('reads nothing out of the folder, by no way', () => {
  const inner = path.join(folder, 'inner');
  mkdirSync(inner);
  const outside = path.join(folder, 'weights.bin');
  symlinkSync(outside, path.join(inner, 'link.bin'));
  for (const location of ['../weights.bin', outside, 'link.bin', '.']) {
    const file = path.join(inner, 'model.onnx');
    writeFileSync(file, modelOf(location));
    expect(() => kernelOf(file)).toThrow(
      /expected (data in the folder of the model|a file that can be read), got/,
    );
  }
});

it('names what is not there, too short or of no size', () => {
  expect(() => readOnnxFile(path.join(folder, 'none.onnx'))).toThrow(
    'none.onnx: expected a file that can be read',
  );
  const file = path.join(folder, 'broken.onnx');
  writeFileSync(file, modelOf('none.bin'));
  expect(() => kernelOf(file)).toThrow('none.bin: expected a file that can be read');
  writeFileSync(file, modelOf('weights.bin', '8'));
  expect(() => kernelOf(file)).toThrow('initializer "w": expected 16 bytes in "weights.bin", got 12');
  writeFileSync(file, modelOf('weights.bin', '1e999'));
  expect(() => kernelOf(file)).toThrow('expected offset of its external data to be a whole number from 0');
});

it('asks for data that nobody gives', () => {
  expect(() => plainFromOnnx(modelOf('weights.bin'))).toThrow(
    'fromOnnx: initializer "w": expected the bytes of "weights.bin", which holds its data, got none',
  );
});
