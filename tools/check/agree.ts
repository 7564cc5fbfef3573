import { Command, InvalidArgumentError } from 'commander';
import { markdownTable } from 'markdown-table';
import { agreement } from './agreement';
import { python } from './both';

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
};
const { seed, tampered } = new Command()
  .description('holds the two checkers of certificates beside each other')
  .option('--seed <n>', 'of networks, inputs and changes', whole, 18)
  .option(
    '--tampered <n>',
    'how many certificates with a change of meaning, of each kind of proof',
    whole,
    200,
  )
  .parse()
  .opts<{ seed: number; tampered: number }>();

if (!python) {
  console.log('no Python 3 here: the second checker was NOT run, and nothing is said of it');
  process.exit(process.env.CI ? 1 : 0);
}
const { rows, changed, differ } = await agreement(seed, tampered);
const head = ['what', 'certificates', 'confirmed', 'not confirmable', 'rejected', 'other', 'checkers differ'];
for (const table of [rows, changed]) {
  console.log(markdownTable([head, ...table.map((row) => row.map(String))]));
  console.log();
}
for (const text of differ) console.log(text);
console.log(
  `seed ${seed}: ${differ.length === 0 ? 'both accept and reject the same' : `${differ.length} DIFFER`}`,
);
process.exitCode = differ.length === 0 ? 0 : 1;
