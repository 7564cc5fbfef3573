import { InvalidArgumentError } from 'commander';

const refuse = (expected: string): never => {
  throw new InvalidArgumentError(`Expected ${expected}.`);
};

/** NaN where a text is no number, and no fraction such as 8/255, which is how papers write it. */
function parse(text: string): number {
  const parts = text.split('/');
  // Number('') is 0
  if (parts.length > 2 || parts.some((part) => part.trim() === '')) return Number.NaN;
  const [top, bottom = 1] = parts.map(Number);
  return top! / bottom;
}

/** 0 or more, a fraction as well. */
export const notNegative = (text: string): number => {
  const value = parse(text);
  return value >= 0 && value < Infinity
    ? value
    : refuse('a number of 0 or more, or a fraction such as 8/255');
};

/** From 0 to 1, the width of the range of all images here; 8 is one in other units. */
export const ballRadius = (text: string): number => {
  const value = parse(text);
  if (value >= 0 && value <= 1) return value;
  const hint = value > 1 && value <= 255 && !text.includes('/') ? `, such as ${text.trim()}/255` : '';
  return refuse(`a radius from 0 to 1, in the units of images in [0, 1]${hint}`);
};

/** Above 0, a fraction as well. */
export const positiveNumber = (text: string): number => {
  const value = parse(text);
  return value > 0 && value < Infinity ? value : refuse('a number above 0, or a fraction such as 8/255');
};

/** 0, 1, 2, … */
export const whole = (text: string): number => {
  const value = parse(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : refuse('a whole number of 0 or more');
};

/** More than any machine has cores: each has memory of its own, and a hundred thousand bring a machine down. */
const mostThreads = 256;

/** How many threads. */
export const threads = (text: string): number => {
  const value = parse(text);
  return Number.isInteger(value) && value >= 1 && value <= mostThreads
    ? value
    : refuse(`a whole number from 1 to ${mostThreads}`);
};

/** 1, 2, 3, … */
export const positive = (text: string): number => {
  const value = parse(text);
  return Number.isSafeInteger(value) && value > 0 ? value : refuse('a whole number above 0');
};

/** Where a server listens. */
export const port = (text: string): number => {
  const value = parse(text);
  return Number.isInteger(value) && value >= 1 && value <= 65_535 ? value : refuse('a port from 1 to 65535');
};
