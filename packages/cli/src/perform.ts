import { isCertification, performCertification } from './certification/invocation';
import { checkPaths } from './check-paths';
import type { Configuration } from './configuration';
import type { Invocation } from './flags';
import { modelFile } from './model-file';

/** Does what a command line asks. What a command does is loaded when it is asked for: `--help` waits for none of it. */
export async function perform(configuration: Configuration, invocation: Invocation): Promise<void> {
  if (invocation.command === 'print-recipe') {
    return (await import('./print-recipe')).printRecipe(invocation.chosen);
  }
  if (invocation.command === 'other') return invocation.perform();
  checkPaths(invocation.settings);
  if (isCertification(invocation)) await performCertification(configuration, invocation);
  else if (invocation.command === 'evaluate' && modelFile(invocation.settings) !== undefined) {
    const { evaluateModel } = await import('./evaluation');
    await evaluateModel(configuration, invocation.settings, invocation.epsilon);
  } else await (await import('./run')).run(configuration, invocation);
}
