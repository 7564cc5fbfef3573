import type { Command } from 'commander';
import { positiveNumber } from '../numbers';
import { choice, path } from '../options';

/** Flags of `check` for proofs of other tools. Paths are as given. */
export type ForeignFlags = {
  readonly format: 'ibp' | 'aptp' | 'marabou';
  readonly budget?: number;
  readonly certificate?: string;
  readonly json?: string | true;
};

export const addForeignFlags = (command: Command): Command =>
  command
    .addOption(
      choice(
        '--format <name>',
        'of the file: ibp, a certificate; aptp, an activation pattern tree of NeuralSAT or α,β-CROWN, of an ONNX network; marabou, its proof.json, of no network',
        ['ibp', 'aptp', 'marabou'],
      ).default('ibp'),
    )
    .option('--budget <seconds>', 'time for a proof in another format (default: 600)', positiveNumber)
    .option('--certificate <file>', 'write what was shown of such a proof as a certificate', path);

/** @throws by ending the command where something was given that is for other formats alone. */
export function refuseForeign(command: Command, property: string | undefined): void {
  if (property !== undefined)
    command.error(`error: expected no further argument for 'check', got '${property}'`);
  for (const name of ['budget', 'certificate']) {
    if (command.getOptionValueSource(name) === 'cli') {
      command.error(`error: option '--${name}' is for a proof in another format (--format)`);
    }
  }
}
