import { decodeSafetensors, encodeSafetensors } from './safetensors';

const sample = {
  arrays: {
    a: { shape: [2, 2], data: Float32Array.from([1, -0, Number.NaN, 1e-40]) },
    empty: { shape: [0], data: new Float32Array(0) },
    b: { shape: [], data: Float32Array.from([7]) },
  },
  metadata: { note: 'ä' },
};

describe('safetensors', () => {
  it('gives back what it was given, bit by bit', () => {
    const { arrays, metadata } = decodeSafetensors('test', encodeSafetensors(sample));
    expect(arrays).toEqual(sample.arrays);
    expect(Object.is(arrays.a!.data[1], -0)).toBe(true);
    expect(metadata).toEqual(sample.metadata);
  });

  it('is laid out as the format says: length, JSON, little-endian floats', () => {
    const bytes = encodeSafetensors({
      arrays: { x: { shape: [1], data: Float32Array.from([1]) } },
      metadata: {},
    });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header.x).toEqual({ dtype: 'F32', shape: [1], data_offsets: [0, 4] });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 128, 63]);
  });

  it('reads from the middle of a larger buffer', () => {
    const bytes = encodeSafetensors(sample);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeSafetensors('test', larger.subarray(3)).arrays.b).toEqual(sample.arrays.b);
  });

  it('reads a Buffer of Node, whose slices share its memory', () => {
    const { arrays } = decodeSafetensors('test', Buffer.from(encodeSafetensors(sample)));
    expect(arrays).toEqual(sample.arrays);
  });

  const bytes = encodeSafetensors(sample);
  it.each([
    ['4 bytes', bytes.subarray(0, 4), 'got 4 bytes'],
    ['a cut header', bytes.subarray(0, 40), 'got a header of'],
    ['cut data', bytes.subarray(0, bytes.length - 1), 'where "b" ends at 20'],
    ['no JSON', Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 123]), 'got a header that is not JSON'],
  ])('refuses %s', (_, broken, message) => {
    expect(() => decodeSafetensors('test', broken)).toThrow('test: expected a whole safetensors file');
    expect(() => decodeSafetensors('test', broken)).toThrow(message);
  });

  /** A file with this header and 8 bytes of data. */
  const fileOf = (header: object) => {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const file = new Uint8Array(8 + json.length + 8);
    new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
    file.set(json, 8);
    return file;
  };
  const array = (from: number, to: number, more: object = {}) => ({
    dtype: 'F32',
    shape: [(to - from) / 4],
    data_offsets: [from, to],
    ...more,
  });

  it.each([
    [
      'bytes of two arrays',
      { a: array(0, 8), b: array(4, 8) },
      'array "b" from byte 4, where the one before ends at 8',
    ],
    ['the same bytes twice', { a: array(0, 8), b: array(0, 8) }, 'array "b" from byte 0'],
    ['bytes of none between', { a: array(4, 8) }, 'array "a" from byte 4, where the one before ends at 0'],
    ['bytes of none at the end', { a: array(0, 4) }, '4 bytes of data that are of no array'],
    [
      'another type',
      { a: array(0, 8, { dtype: 'F64', shape: [1] }) },
      'array "a" described as {"dtype":"F64"',
    ],
    ['a shape of another size', { a: array(0, 8, { shape: [3] }) }, 'array "a" described as'],
    ['metadata of numbers', { __metadata__: { step: 1 }, a: array(0, 8) }, 'metadata that is not text'],
  ])('refuses %s', (_, header, message) => {
    expect(() => decodeSafetensors('test', fileOf(header))).toThrow(message);
  });

  it('reads arrays in any order, whatever their names', () => {
    const { arrays } = decodeSafetensors('test', fileOf({ b: array(4, 8), a: array(0, 4) }));
    expect(Object.keys(arrays)).toEqual(['b', 'a']);
    const header = `{ "__proto__": ${JSON.stringify(array(0, 8))} }`;
    expect(Object.keys(decodeSafetensors('test', fileOf(JSON.parse(header))).arrays)).toEqual(['__proto__']);
  });
});
