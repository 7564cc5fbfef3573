import { type Command, InvalidArgumentError } from 'commander';
import { addMethod, addPlace } from '../campaign/settings';
import type { SubmitSettings } from '../campaign/submit-command';
import { type AsTyped, completeOf } from '../certification/complete';
import type { Front } from '../front/front';
import { ballRadius, positive } from '../numbers';
import { epsilonOption, path } from '../options';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import { alone } from './alone';
import type { FoundOther } from './other';

const chunk = (text: string): number => {
  const count = positive(text);
  if (count > 1000) throw new InvalidArgumentError('Expected at most 1000 cases in a job.');
  return count;
};
const radii = (text: string, before: readonly number[] = []): readonly number[] => [
  ...before,
  ballRadius(text),
];

/** What is asked, on the queue. */
export function addSubmit(campaign: Command, front: Front, found: FoundOther): void {
  const submit = campaign
    .command('submit')
    .description('put the cases of a network and its test images on the queue')
    .option('--name <text>', 'what the campaign is called', 'campaign')
    .option('--epsilons <radii...>', 'several radii in place of --epsilon', radii)
    .option(
      '--instances <file>',
      'in place of a network and images: a benchmark, lines of ONNX network and VNN-LIB file',
      path,
    )
    .option(
      '--chunk <n>',
      'cases in a job; those that need long get one each (default: by the time that some take here)',
      chunk,
    );
  addRunSettings(addMethod(addPlace(submit).addOption(epsilonOption())), front).action(
    (
      network: string | undefined,
      flags: Flags & AsTyped<SubmitSettings> & { readonly instances?: string },
    ) => {
      const { instances } = flags;
      if (instances !== undefined) {
        if (network !== undefined) submit.error('error: --instances: expected no network beside it, got one');
        const { backend, json, redis, redisCa, store, name, nodes, budget, arithmetic = 'real' } = flags;
        if (arithmetic !== 'real')
          submit.error(`error: --instances: expected real numbers, got ${arithmetic}`);
        return alone(found, 'campaign', async () => {
          const { submitProperties } = await import('../campaign/submit-properties');
          await submitProperties({
            ...{ redis, store, instances, name, nodes, budget },
            ...(redisCa ? { redisCa } : {}),
            ...(flags.chunk === undefined ? {} : { chunk: flags.chunk }),
            ...(backend ? { backend } : {}),
            ...(json === undefined ? {} : { json: json === true ? '-' : json }),
          });
        });
      }
      const { configuration, settings } = settingsOf(front, flags, { network });
      // branch and bound unless asked otherwise: a MIP leaves no proof
      const complete = completeOf(flags.mode, flags.complete, ['branch-and-bound']);
      const perform = async () => {
        const { submitCommand } = await import('../campaign/submit-command');
        await submitCommand(configuration, settings, { ...flags, complete });
      };
      found({ configuration, invocation: { command: 'other', name: 'campaign', perform } });
    },
  );
}
