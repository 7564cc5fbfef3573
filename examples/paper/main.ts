/** The tables and figures of the paper: `npm run paper -- table3 --scale 0.1`, `npm run paper -- --help`. */
import { paper } from './src/command';

try {
  await paper(process.argv.slice(2));
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
}
