import { parseCifar10 } from './cifar10';

const record = (label: number) =>
  Uint8Array.of(label, ...Array.from({ length: 3072 }, (_, i) => (i + 3 * label) % 251));

it('turns planes into pixels', () => {
  const { images, labels } = parseCifar10(Uint8Array.of(...record(3), ...record(9)));
  expect([...labels]).toEqual([3, 9]);
  expect(images).toHaveLength(2 * 3072);
  // image 1, row 5, column 7, blue: plane 2, at 5 * 32 + 7
  expect(images[3072 + (5 * 32 + 7) * 3 + 2]).toBe((2 * 1024 + 5 * 32 + 7 + 27) % 251);
  expect([...images.subarray(0, 3)]).toEqual([9, (1024 + 9) % 251, (2048 + 9) % 251]);
});

it('refuses a damaged file', () => {
  expect(() => parseCifar10(record(1).subarray(1), 'b.bin')).toThrow(
    'b.bin: expected a whole number of 3073-byte records, got 3072 bytes',
  );
  expect(() => parseCifar10(new Uint8Array(0))).toThrow('got 0 bytes');
  expect(() => parseCifar10(record(10))).toThrow('parseCifar10: expected labels in 0..9, got 10 in record 0');
});
