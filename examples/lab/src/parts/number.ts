/** A number as it is read: a true minus, and as many digits as help; what is not 0 is not written as 0. */
export function shown(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  const exact = value !== 0 && Number(text) === 0 ? `${Number(value.toPrecision(1))}` : text;
  return exact.replaceAll('-', '−');
}

/** Seconds, short. */
export const seconds = (value: number): string =>
  value < 1 ? `${Math.round(1000 * value)} ms` : `${value.toFixed(1)} s`;
