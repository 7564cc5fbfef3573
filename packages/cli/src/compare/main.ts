/** Runs side by side, in a clone of the repository: `npm run compare -- runs/a runs/b --out compare.svg`. */
import { toEnd } from '../to-end';
import { compare } from './compare';

void toEnd(() => compare(process.argv.slice(2)));
