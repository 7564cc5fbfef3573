import type { Command } from 'commander';
import { Option } from 'commander';
import { positive, positiveNumber } from '../numbers';

/** Which proofs count: those of float32 arithmetic, or only those that hold in exact arithmetic. */
export type Mode = 'float32' | 'rigorous';

/** What `certify` takes besides the settings of all commands. */
export type CertifySettings = {
  /** The recipe's unless given. */
  readonly epsilon?: number;
  readonly mode: Mode;
  /** Of the attack; the paper's unless given: 200 steps from 10 points. */
  readonly pgdSteps: number;
  readonly pgdRestarts: number;
  /** Seconds for one example after the attack. */
  readonly budget: number;
  /** Examples at once after the attack, each with a solver in a thread of its own. */
  readonly workers: number;
  readonly complete: readonly CompleteMethod[];
  /** Attack verified examples too: none may break. */
  readonly audit: boolean;
  readonly seed: number;
};

export const completeMethods = ['mip', 'branch-and-bound'] as const;
export type CompleteMethod = (typeof completeMethods)[number];

/** The flags of `certify`. */
export function addCertifyFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--mode <mode>', 'rigorous: only proofs that hold in exact arithmetic')
        .choices(['float32', 'rigorous'])
        .default('float32'),
    )
    .option('--pgd-steps <n>', 'steps of the attack', positive, 200)
    .option('--pgd-restarts <n>', 'points the attack starts from', positive, 10)
    .option('--budget <seconds>', 'time for one example after the attack', positiveNumber, 600)
    .option('--workers <n>', 'examples at once after the attack', positive, 2)
    .addOption(
      new Option('--complete <methods...>', 'what decides the rest, in this order')
        .choices([...completeMethods])
        .default(['mip']),
    )
    .option('--audit', 'attack verified examples too: none may break', false)
    .option('--seed <n>', 'of the attack', positive, 1);
}

export function certifySettingsOf(flags: CertifySettings): CertifySettings {
  const { epsilon, mode, pgdSteps, pgdRestarts, budget, workers, complete, audit, seed } = flags;
  const rest = { mode, pgdSteps, pgdRestarts, budget, workers, complete, audit, seed };
  return epsilon === undefined ? rest : { ...rest, epsilon };
}
