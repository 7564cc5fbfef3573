import type { Arithmetic } from '@ibp/exact';
import { type Command, Option } from 'commander';
import type { Configuration } from '../configuration';
import type { Front } from '../front/front';
import { epsilonOption } from '../options';
import { addPage, addRunSettings, type Flags, settingsOf } from '../settings';
import { addForeignFlags, type ForeignFlags, refuseForeign } from '../verify/foreign-flags';
import type { Certification, FoundCertification } from './certification';
import type { AsTyped } from './complete';
import { addExplain } from './explain-invocation';
import {
  addArithmetic,
  addCertifyFlags,
  addNodes,
  addNoProofs,
  addPatience,
  type CertifySettings,
} from './flags';
import { addRadius } from './radius-invocation';
import { certifySettingsOf } from './settings-of';

/** Adds the commands; `found` is called with the one that was given. */
export function addCertification(program: Command, front: Front, found: FoundCertification): void {
  const command = (name: string, description: string) => program.command(name).description(description);
  const certify = command('certify', 'prove or break each test image, as far as it can be');
  addRunSettings(
    addPage(
      addNoProofs(addPatience(addNodes(addArithmetic(addCertifyFlags(certify.addOption(epsilonOption())))))),
    ),
    front,
  )
    .addOption(new Option('--serve-stages <json>').hideHelp())
    .action(
      (
        network: string | undefined,
        flags: Flags & AsTyped<CertifySettings> & { readonly serveStages?: string },
      ) => {
        const { serveStages } = flags;
        if (serveStages !== undefined) {
          const { configuration } = front.resolve({ data: 'auto', training: true });
          const perform = async () => (await import('./elsewhere')).serveElsewhere(serveStages);
          return found({ configuration, invocation: { command: 'other', name: 'certify', perform } });
        }
        const { configuration, settings } = settingsOf(front, flags, { network });
        found({
          configuration,
          invocation: { command: 'certify', settings, certify: certifySettingsOf(flags) },
        });
      },
    );
  const check: Command = command(
    'check',
    'check that a certificate shows the class of each test image within epsilon, or a proof of another tool',
  ).argument('<certificate>', 'the file that "certify" wrote, packed by gzip or not');
  addRunSettings(addForeignFlags(addArithmetic(check.addOption(epsilonOption()))), front)
    .argument(
      '[property]',
      'of a proof in another format what it is to show, a VNN-LIB file (default: what it states)',
    )
    .action(
      (
        file: string,
        network: string | undefined,
        property: string | undefined,
        flags: Flags & ForeignFlags & { readonly epsilon?: number; readonly arithmetic?: Arithmetic },
      ) => {
        const { epsilon, format, arithmetic = 'real' } = flags;
        if (format !== 'ibp') {
          if (arithmetic !== 'real') {
            check.error(
              `error: --arithmetic: expected real of a proof of --format ${format}, got ${arithmetic}`,
            );
          }
          const perform = async () => {
            const foreign = await import('../verify/check-foreign-command');
            const check = format === 'aptp' ? foreign.checkForeignCommand : foreign.checkMarabouCommand;
            await check({ file, network, property }, { ...flags, format });
          };
          const { configuration } = front.resolve({ data: 'auto', training: true });
          return found({ configuration, invocation: { command: 'other', name: 'check', perform } });
        }
        refuseForeign(check, property);
        // never from the certificate
        if (epsilon === undefined) check.error("error: required option '--epsilon <radius>' not specified");
        const { configuration, settings } = settingsOf(front, flags, { network });
        found({
          configuration,
          invocation: { command: 'check', settings, check: { file, epsilon, arithmetic } },
        });
      },
    );
  addRadius(
    command('radius', 'the largest certified and the smallest broken radius of each test image'),
    front,
    found,
  );
  addExplain(
    command('explain', 'why a test image is not proved: margins by method, looseness by layer'),
    front,
    found,
  );
}

export async function performCertification(
  configuration: Configuration,
  invocation: Certification,
): Promise<void> {
  const { command, settings } = invocation;
  if (command === 'certify')
    await (await import('./command')).certifyCommand(configuration, settings, invocation.certify);
  else if (command === 'check')
    await (await import('./check-command')).checkCommand(configuration, settings, invocation.check);
  else if (command === 'radius')
    await (await import('./radius-command')).radiusCommand(configuration, settings, invocation.radius);
  else await (await import('./explain-command')).explainCommand(configuration, settings, invocation.explain);
}

export const isCertification = <T extends { readonly command: string }>(
  invocation: T | Certification,
): invocation is Certification => ['certify', 'check', 'radius', 'explain'].includes(invocation.command);
