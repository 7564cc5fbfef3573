/** Runs side by side: `npm run compare -- runs/a runs/b --out compare.svg`. */
import { compare } from './src/compare/compare';
import { toEnd } from './src/to-end';

await toEnd(() => compare(process.argv.slice(2)));
