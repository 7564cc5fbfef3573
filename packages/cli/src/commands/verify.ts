import { type Command, Option } from 'commander';
import { addArithmetic } from '../certification/flags';
import type { Front } from '../front/front';
import { positive, positiveNumber, threads } from '../numbers';
import { path } from '../options';
import type { VerifySettings } from '../verify/settings';
import type { FoundOther } from './other';

export function addVerify(program: Command, front: Front, found: FoundOther): void {
  const verify = program.command('verify');
  addArithmetic(verify)
    .description('verify a property: a VNN-LIB file of an ONNX network, or a benchmark of them')
    .argument('[network]', 'an ONNX file, packed by gzip or not')
    .argument('[property]', 'a VNN-LIB file, of version 1.0 or 2.0')
    .option(
      '--timeout <seconds>',
      'for the files (default: 60); with --instances at most so many',
      positiveNumber,
    )
    .option(
      '--nodes <n>',
      'parts that are bounded, at most: unlike time, the same end on every machine (default: no limit)',
      positive,
    )
    .option('--result <file>', 'write the answer, and what was found, in the form of the competition', path)
    .option('--instances <files...>', 'benchmarks: lines of network, property, seconds, and the known answer')
    .option(
      '--workers <n>',
      'processes that search a property together; with --instances, one for each of n at once',
      threads,
      1,
    )
    .option(
      '--out <dir>',
      'folder of the results of a benchmark: a run that was stopped goes on (default: runs/verify)',
      path,
    )
    .option(
      '--confirm <seconds>',
      'prove the answer in exact arithmetic, in so many seconds more',
      positiveNumber,
    )
    .option('--certificate <file>', 'write the proof to a file (--confirm: 60 unless given)', path)
    .option('--check <file>', 'confirm such a certificate of the files instead, with other code', path)
    .option('--restart', 'begin a benchmark anew')
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .option('--json [file]', 'figures as JSON: to this file, or in place of the tables', path)
    .addOption(new Option('--serve').hideHelp())
    .addOption(new Option('--serve-searches').hideHelp())
    .addHelpText(
      'after',
      '\nEnds with 0 when the property holds (unsat), 1 when it does not (sat), 2 when there is no answer; with --instances, 1\nwhen an answer contradicts the known one, else 0.',
    )
    .action((network: string | undefined, property: string | undefined, flags: VerifySettings) => {
      const perform = async () => {
        if (flags.serveSearches) return (await import('../verify/searches')).serveSearching(flags.backend);
        if (flags.serve) return (await import('../verify/served')).serve(flags.backend);
        if (flags.instances !== undefined) {
          if (network !== undefined) throw new Error('--instances: expected no network beside it, got one');
          if (flags.arithmetic !== 'real') {
            throw new Error(`--arithmetic: expected real beside --instances, got ${flags.arithmetic}`);
          }
          const { benchmarkCommand } = await import('../verify/benchmark-command');
          await benchmarkCommand(flags.instances, flags);
        } else if (network === undefined || property === undefined) {
          throw new Error('verify: expected a network and a property, or --instances, got neither');
        } else if (flags.check !== undefined) {
          const { checkFilesCommand } = await import('../verify/check-files-command');
          await checkFilesCommand(network, property, flags.check, flags);
        } else {
          const { verifyCommand } = await import('../verify/verify-command');
          await verifyCommand(network, property, flags);
        }
      };
      const { configuration } = front.resolve({ data: 'auto', training: true });
      found({ configuration, invocation: { command: 'other', name: 'verify', perform } });
    });
}
