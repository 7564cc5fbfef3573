import { join } from 'node:path';
import type { Invocation } from '../flags';
import { userPath } from '../run-folder';

/**
 * What to try after a command, for its last line; undefined where there is nothing obvious.
 *
 * @param command how the command itself is called: `ibp`, or `npm start --`.
 */
export function nextStep(command: string, invocation: Invocation): string | undefined {
  if (invocation.command === 'train') {
    return `${command} certify --out ${invocation.settings.out} --test-examples 100`;
  }
  if (invocation.command === 'evaluate') {
    return `${command} certify ${invocation.settings.network ?? invocation.settings.out} --test-examples 100`;
  }
  if (invocation.command === 'certify') {
    const { settings, certify } = invocation;
    if (certify.proofs === false) return undefined; // nothing to check
    if (certify.epsilon === undefined) return `${command} explain 0 ${settings.network ?? settings.out}`;
    const kind = certify.mode === 'rigorous' ? '-rigorous' : '';
    const name = `certify-${Number(certify.epsilon.toPrecision(4))}${kind}.certificate.json${certify.gzip ? '.gz' : ''}`;
    const count = settings.testExamples === undefined ? '' : ` --test-examples ${settings.testExamples}`;
    const network = settings.network ?? settings.out;
    return `${command} check ${join(userPath(settings.out), name)} ${network} --epsilon ${certify.epsilon}${count}`;
  }
  return undefined;
}
