import { InvalidArgumentError, Option } from 'commander';
import { ballRadius } from './numbers';

/** A flag that takes one of some values. */
export const choice = (flags: string, description: string, values: readonly string[]) =>
  new Option(flags, description).choices(values);

export const epsilonOption = () =>
  new Option('--epsilon <radius>', 'radius to certify, in [0, 1] units: 0.1, 8/255').argParser(ballRadius);

/** Nothing is no path: it would be the folder that the command was typed in. */
export const path = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a path.');
  return text;
};
