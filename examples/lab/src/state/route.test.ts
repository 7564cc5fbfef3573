import { drawingOf, drawingText } from './drawing';
import { hashOf, parseRoute } from './route';

it('reads back the address that it writes, and takes what it does not know for the first page', () => {
  const hash = hashOf('model', [
    ['eps', '0.1'],
    ['name', 'a&b=c'],
  ]);
  const { page, params } = parseRoute(hash);
  expect(page).toBe('model');
  expect([...params]).toEqual([
    ['eps', '0.1'],
    ['name', 'a&b=c'],
  ]);
  expect(parseRoute('#nowhere?x=1').page).toBe('attack');
  expect(parseRoute('').page).toBe('attack');
});

it('has a drawing come back from its text, and refuses text that is none', () => {
  const drawing = Float32Array.from({ length: 784 }, (_, i) => ((i >> 3) % 16) / 15);
  expect(drawingOf(drawingText(drawing), 784)).toEqual(drawing);
  expect(drawingText(new Float32Array(784))).toBe('-0784.');
  for (const text of ['', 'x', '-0783.', '-09999.', '-0784.1']) expect(drawingOf(text, 784)).toBeUndefined();
});
