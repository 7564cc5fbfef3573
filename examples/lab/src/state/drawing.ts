/** Grey levels of a drawing: few, so that it fits into an address and comes back as it was. */
const levels = 15;
const alphabet = '0123456789abcdef';

/** A drawing of pixels from 0 to 1 as text: one letter a pixel, runs of the same one shortened. */
export function drawingText(pixels: Float32Array): string {
  const letters = Array.from(pixels, (v) => alphabet[Math.round(v * levels)]!).join('');
  return letters.replace(/(.)\1{3,}/g, (run, letter) => `-${letter}${run.length}.`);
}

/** The other way round; undefined where the text is no drawing of that size. */
export function drawingOf(text: string, size: number): Float32Array | undefined {
  if (!/^(-[0-9a-f]\d{1,4}\.|[0-9a-f])*$/.test(text)) return undefined;
  const letters = text.replace(/-([0-9a-f])(\d+)\./g, (_, letter: string, count: string) =>
    letter.repeat(Number(count)),
  );
  if (letters.length !== size) return undefined;
  return Float32Array.from(letters, (letter) => alphabet.indexOf(letter) / levels);
}
