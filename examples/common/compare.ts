/** Runs side by side: `npm run compare -- runs/a runs/b --out compare.svg`. */
import { compare } from './src/compare/compare';

try {
  await compare(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
