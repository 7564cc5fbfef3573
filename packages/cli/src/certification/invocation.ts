import type { Command } from 'commander';
import type { Configuration } from '../configuration';
import type { Front } from '../front/front';
import { epsilonOption } from '../options';
import { addPage, addRunSettings, type Flags, settingsOf } from '../settings';
import type { Certification, FoundCertification } from './certification';
import { addExplain } from './explain-invocation';
import { addCertifyFlags, type CertifySettings, certifySettingsOf } from './flags';
import { addRadius } from './radius-invocation';

/** Adds the commands; `found` is called with the one that was given. */
export function addCertification(program: Command, front: Front, found: FoundCertification): void {
  const command = (name: string, description: string) => program.command(name).description(description);
  const certify = command('certify', 'prove or break each test image, as far as it can be');
  addRunSettings(addPage(addCertifyFlags(certify.addOption(epsilonOption()))), front).action(
    (network: string | undefined, flags: Flags & CertifySettings) => {
      const { configuration, settings } = settingsOf(front, flags, { network });
      found({
        configuration,
        invocation: { command: 'certify', settings, certify: certifySettingsOf(flags) },
      });
    },
  );
  const check = command(
    'check',
    'check that a certificate shows the class of each test image within epsilon',
  ).argument('<certificate>', 'the file that "certify" wrote');
  check.addOption(epsilonOption().makeOptionMandatory()); // never from the certificate
  addRunSettings(check, front).action(
    (file: string, network: string | undefined, flags: Flags & { readonly epsilon: number }) => {
      const { configuration, settings } = settingsOf(front, flags, { network });
      const { epsilon } = flags;
      found({ configuration, invocation: { command: 'check', settings, check: { file, epsilon } } });
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
