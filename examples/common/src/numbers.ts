import { InvalidArgumentError } from 'commander';

/** A number, or a fraction such as 8/255, which is how papers write it. */
export const number = (text: string): number => {
  const [top, bottom = '1', ...rest] = text.split('/');
  const value = Number(top) / Number(bottom);
  if (text.trim() === '' || rest.length > 0 || !Number.isFinite(value)) {
    throw new InvalidArgumentError('Expected a number, or a fraction such as 8/255.');
  }
  return value;
};

/** From 0 to 1, the width of the range of all images here; 8 is one in other units. */
export const radius = (text: string): number => {
  const value = number(text);
  if (value >= 0 && value <= 1) return value;
  const hint = value > 1 ? `, such as ${text.trim()}/255` : '';
  throw new InvalidArgumentError(`Expected a radius from 0 to 1, in the units of images in [0, 1]${hint}.`);
};

/** Above 0, a fraction as well. */
export const positiveNumber = (text: string): number => {
  const value = number(text);
  if (value <= 0) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
};

/** 0, 1, 2, … */
export const whole = (text: string): number => {
  const value = number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
};

/** 1, 2, 3, … */
export const positive = (text: string): number => {
  const value = whole(text);
  if (value === 0) throw new InvalidArgumentError('Expected a whole number above 0.');
  return value;
};
