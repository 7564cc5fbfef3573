import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { arithmetics } from '@ibp/exact';
import { checkReport } from './check-report';

const help = `ibp-check CERTIFICATE --network NETWORK [--asked FILE] [--inputs FILE] [--arithmetic NAME]

Checks a certificate of a neural network and says what was proved.

  --network  the network: a safetensors file of the format ibp-network-1
  --asked    what was to be proved, JSON of the format ibp-asked; else what the certificate states
  --inputs   inputs that the certificate has hashes of: JSON, lists of numbers by example
  --arithmetic  what the claims have to hold in, ${arithmetics.join(' or ')}; real beside --asked, else what the certificate states

Ends with 0 where nothing was rejected, 1 where something was, 2 where a file cannot be read.`;

/** Runs the command. @returns its exit code. */
export async function main(args: readonly string[], say: (text: string) => void): Promise<number> {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        network: text,
        asked: text,
        inputs: text,
        arithmetic: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [file, ...more] = positionals;
    if (values.help) {
      say(help);
      return 0;
    }
    if (!file || more.length > 0 || !values.network) {
      say(help);
      return 2;
    }
    const { asked, inputs } = values;
    const arithmetic = arithmetics.find((name) => name === values.arithmetic);
    if (values.arithmetic !== undefined && !arithmetic) {
      throw new Error(`--arithmetic: expected ${arithmetics.join(' or ')}, got ${values.arithmetic}`);
    }
    const { text: report, sound } = await checkReport({
      certificate: readFileSync(file),
      network: readFileSync(values.network),
      ...(asked ? { asked: readFileSync(asked) } : {}),
      ...(inputs ? { inputs: readFileSync(inputs) } : {}),
      ...(arithmetic ? { arithmetic } : {}),
    });
    say(report);
    return sound ? 0 : 1;
  } catch (error) {
    say(`ibp-check: ${(error as Error).message}`);
    return 2;
  }
}
