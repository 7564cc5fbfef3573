import type { Command, Option } from 'commander';
import type { Example } from '../example';
import { whole } from '../numbers';
import type { Settings } from '../settings';
import { checkCommand } from './check-command';
import { certifyCommand } from './command';
import { explainCommand } from './explain-command';
import {
  addCertifyFlags,
  addExplainFlags,
  addRadiusFlags,
  type CertifySettings,
  type CheckSettings,
  certifySettingsOf,
  type ExplainSettings,
  explainSettingsOf,
  type RadiusSettings,
  radiusSettingsOf,
} from './flags';
import { radiusCommand } from './radius-command';

/** The commands about the weights in the folder of a run, and what each takes. */
export type Certification =
  | { readonly command: 'certify'; readonly settings: Settings; readonly certify: CertifySettings }
  | { readonly command: 'check'; readonly settings: Settings; readonly check: CheckSettings }
  | { readonly command: 'radius'; readonly settings: Settings; readonly radius: RadiusSettings }
  | { readonly command: 'explain'; readonly settings: Settings; readonly explain: ExplainSettings };

/** What all commands share. */
type Shared<F> = {
  readonly addSettings: (command: Command) => Command;
  readonly settingsOf: (flags: F) => Settings;
  readonly epsilonOption: () => Option;
};

/** Adds the commands; `found` is called with the one that was given. */
export function addCertification<F extends object>(
  program: Command,
  { addSettings, settingsOf, epsilonOption }: Shared<F>,
  found: (invocation: Certification) => void,
): void {
  const command = (name: string, description: string) => program.command(name).description(description);
  const certify = command(
    'certify',
    'prove or break each test image, as far as it can be, for the weights in the folder of a run',
  );
  addSettings(addCertifyFlags(certify.addOption(epsilonOption()))).action((flags: F & CertifySettings) =>
    found({ command: 'certify', settings: settingsOf(flags), certify: certifySettingsOf(flags) }),
  );
  const check = command(
    'check',
    'check that a certificate shows the class of each test image within epsilon, for the weights in the folder of a run',
  ).argument('<certificate>', 'the file that "certify" wrote');
  check.addOption(epsilonOption().makeOptionMandatory()); // never from the certificate
  addSettings(check).action((file: string, flags: F & { readonly epsilon: number }) =>
    found({ command: 'check', settings: settingsOf(flags), check: { file, epsilon: flags.epsilon } }),
  );
  const radius = command('radius', 'the largest certified and the smallest broken radius of each test image');
  addSettings(addRadiusFlags(radius)).action((flags: F & RadiusSettings) =>
    found({ command: 'radius', settings: settingsOf(flags), radius: radiusSettingsOf(flags) }),
  );
  const explain = command('explain', 'why a test image is not proved: margins by method, looseness by layer');
  explain.argument('<index>', 'place of the image in the test set', whole);
  addSettings(addExplainFlags(explain.addOption(epsilonOption()))).action(
    (index: number, flags: F & ExplainSettings) =>
      found({ command: 'explain', settings: settingsOf(flags), explain: explainSettingsOf(index, flags) }),
  );
}

export async function performCertification(example: Example, invocation: Certification): Promise<void> {
  const { command, settings } = invocation;
  if (command === 'certify') await certifyCommand(example, settings, invocation.certify);
  else if (command === 'check') await checkCommand(example, settings, invocation.check);
  else if (command === 'radius') await radiusCommand(example, settings, invocation.radius);
  else await explainCommand(example, settings, invocation.explain);
}

export const isCertification = <T extends { readonly command: string }>(
  invocation: T | Certification,
): invocation is Certification => ['certify', 'check', 'radius', 'explain'].includes(invocation.command);
