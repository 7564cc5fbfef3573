import { createTar } from 'nanotar';
import { untar } from './tar';

const content = Uint8Array.from({ length: 700 }, (_, i) => i % 256);
const archive = createTar([
  { name: 'folder/' },
  { name: 'folder/a.bin', data: content },
  { name: 'b.txt', data: 'b' },
]);

it('gives files by name without folders, also from the middle of a buffer', () => {
  expect(untar(archive)).toEqual({ 'a.bin': content, 'b.txt': Uint8Array.of(98) });
  const shifted = new Uint8Array(archive.length + 9);
  shifted.set(archive, 9);
  expect(untar(shifted.subarray(9))).toEqual({ 'a.bin': content, 'b.txt': Uint8Array.of(98) });
});

it('refuses a damaged archive', () => {
  expect(() => untar(archive.slice(0, 1500), 'x.tar')).toThrow(
    /^x.tar: expected a whole tar archive, got a damaged one/,
  );
  expect(() => untar(new Uint8Array(2048), 'x.tar')).toThrow(
    'x.tar: expected a tar archive, found no file in it',
  );
});
