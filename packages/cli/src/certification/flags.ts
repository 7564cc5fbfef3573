import { type Arithmetic, arithmetics } from '@ibp/exact';
import { type Command, Option } from 'commander';
import { notNegative, positive, positiveNumber, threads, whole } from '../numbers';
import { type Requirement, requirement } from './requirement';
import { type Shard, shard } from './shard';

/** Which proofs count: those of float32 arithmetic, or only those that hold in exact arithmetic. */
export type Mode = 'float32' | 'rigorous';

/** What `certify` and `radius` take: the stages, and the time they may take. */
export type CascadeSettings = {
  readonly mode: Mode;
  /** Of the attack; the paper's unless given: 200 steps from 10 points. */
  readonly pgdSteps: number;
  readonly pgdRestarts: number;
  /** Whether Auto-PGD attacks what that has not broken. */
  readonly autoPgd?: boolean;
  /** Seconds for one example after the attack, at each radius. */
  readonly budget: number;
  readonly complete: readonly CompleteMethod[];
  readonly seed: number;
};

/** What `certify` takes besides the settings of all commands. */
export type CertifySettings = CascadeSettings & {
  /** The recipe's unless given. */
  readonly epsilon?: number;
  /** What verdicts have to hold in; real numbers unless given. */
  readonly arithmetic?: Arithmetic;
  /** Examples at once after the attack, each with a solver in a thread of its own. */
  readonly workers: number;
  /** Processes that run the stages, each with a backend, an engine and a solver of its own, in place of `workers`; this one alone unless given. */
  readonly processes?: number;
  /** The most parts of the box that a search bounds for one example: it ends alike on every machine. No limit unless given. */
  readonly nodes?: number;
  /** Examples in a row, those nearest to a proof first, that may stay open before the rest is left open untried. No end unless given. */
  readonly patience?: number;
  /** Attack verified examples too: none may break. */
  readonly audit: boolean;
  /** Whether verdicts come with proofs that others can check, in a certificate; true unless given. */
  readonly proofs?: boolean;
  /** Pack the certificate by gzip. */
  readonly gzip?: boolean;
  /** What must hold for the command to end with 0; nothing unless given. */
  readonly require?: Requirement;
  /** An earlier certificate, whose proofs are tried first; where an example came out worse than there, the exit code is 1. */
  readonly baseline?: string;
  /** The part of the examples to certify, in a journal of its own; all of them unless given. */
  readonly shard?: Shard;
};

/** What `check` takes: what is to be shown, as the certificate is not asked. */
export type CheckSettings = {
  readonly file: string;
  readonly epsilon: number;
  /** Real numbers unless given. */
  readonly arithmetic?: Arithmetic;
};

/** Options of `radiusCommand`. */
export type RadiusSettings = CascadeSettings & {
  /** What verdicts have to hold in; real numbers unless given. */
  readonly arithmetic?: Arithmetic;
  /** The greatest radius that is asked about; the width of the range unless given. */
  readonly most?: number;
  /** How near the two radii are brought to what cannot be decided. */
  readonly tolerance: number;
};

/** Options of `explainCommand`. */
export type ExplainSettings = {
  /** Place in the test set. */
  readonly index: number;
  /** The recipe's unless given. */
  readonly epsilon?: number;
  readonly seed: number;
};

export const completeMethods = ['mip', 'branch-and-bound', 'clip-and-verify'] as const;
export type CompleteMethod = (typeof completeMethods)[number];

/** @param budgetFor what the time of `--budget` is for. */
const addCascadeFlags = (command: Command, budgetFor: string): Command =>
  command
    .addOption(
      new Option('--mode <mode>', 'rigorous: only proofs that hold in exact arithmetic')
        .choices(['float32', 'rigorous'])
        .default('float32'),
    )
    .option('--pgd-steps <n>', 'steps of the attack', positive, 200)
    .option('--pgd-restarts <n>', 'points the attack starts from', positive, 10)
    .option('--auto-pgd', 'then attack what is left with Auto-PGD', false)
    .option('--budget <seconds>', `time for ${budgetFor} after the attack`, positiveNumber, 600)
    .addOption(
      new Option(
        '--complete <methods...>',
        'what decides the rest, in this order (default: branch-and-bound, and mip unless rigorous or a campaign)',
      ).choices([...completeMethods]),
    )
    .option('--seed <n>', 'of the attack', whole, 1);

/** What claims have to hold in. */
export const addArithmetic = (command: Command): Command =>
  command.addOption(
    new Option(
      '--arithmetic <name>',
      'what verdicts hold in: real numbers, or every float32 program that computes the network, whatever the order of its sums',
    )
      .choices([...arithmetics])
      .default('real'),
  );

/** The flags of `certify`. */
export const addCertifyFlags = (command: Command): Command =>
  addCascadeFlags(command, 'one example')
    .option('--workers <n>', 'examples at once after the attack', threads, 2)
    .option(
      '--processes <n>',
      'processes that share all of the work, each with a backend and a solver of its own, in place of --workers',
      threads,
    )
    .option('--restart', 'begin anew although the folder holds a journal', false)
    .option(
      '--require <what>',
      'end with 1 unless all are verified (verified), none is broken (unbroken), or that share is verified (0.9)',
      requirement,
    )
    .option(
      '--baseline <certificate>',
      'an earlier certificate: its proofs are tried first, and the command ends with 1 where an example came out worse than there',
    )
    .option(
      '--shard <i/n>',
      'certify only the i-th of n parts, in a journal of its own: "campaign collect --shards n" merges them',
      shard,
    )
    .option('--gzip', 'pack the certificate: a file that ends with .json.gz', false)
    .option('--audit', 'attack verified examples too: none may break', false);

/** A limit that ends searches alike on every machine, as time does not. */
export const addNodes = (command: Command): Command =>
  command.option(
    '--nodes <n>',
    'parts of the box that branch and bound bounds for one example (default: no limit but the budget)',
    positive,
  );

/** An end to what cannot be proved. */
export const addPatience = (command: Command): Command =>
  command.option(
    '--patience <n>',
    'when n examples in a row stayed open, those nearest to a proof first, leave the rest open untried (default: try all)',
    positive,
  );

/** What verdicts rest on where no proof is made of them. */
export const addNoProofs = (command: Command): Command =>
  command.option(
    '--no-proofs',
    'make no proofs and no certificate, which takes less time: verdicts rest on bounds in float32 with their rounding allowed for, and on solvers within a margin for their tolerances; nobody can check them',
  );

/** The flags of `radius`. */
export const addRadiusFlags = (command: Command): Command =>
  addArithmetic(addCascadeFlags(command, 'each radius of an example that is tried,'))
    .option(
      '--most <radius>',
      'the greatest radius to ask about (default: the whole range; of a VNN-LIB file 1, its boxes as they are)',
      notNegative,
    )
    .option('--tolerance <radius>', 'how near the two radii are brought to each other', positiveNumber, 1e-3);

/** The flags of `explain`. */
export const addExplainFlags = (command: Command): Command =>
  command.option('--seed <n>', 'of the points that are tried', whole, 1);
