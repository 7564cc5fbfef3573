/** The tables and figures of the paper: `npm run paper -- table3 --scale 0.1`, `npm run paper -- --help`. */
import { toEnd } from '@ibp/cli';
import { paper } from './src/command';

const hintFor = (message: string) =>
  message.startsWith('checkpoint') ? '\nkeep to what it was begun with, or use another folder (--out)' : '';

await toEnd(() => paper(process.argv.slice(2)), hintFor);
