import { encodePlainNetwork } from '@ibp/exact';
import { writeWhole } from '@ibp/files';
import { disposeNetwork, type Network, outputShape, saveLayersModel, saveWeights } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { boundsToOnnx, marginsToOnnx, networkToOnnx } from '@ibp/onnx/export';
import { plainNetwork } from '@ibp/verify';
import type { Command } from 'commander';
import { checkFile } from '../check-paths';
import type { Configuration } from '../configuration';
import type { Front } from '../front/front';
import { loadModel } from '../load-model';
import { loaded } from '../loaded';
import { modelFile } from '../model-file';
import { positive } from '../numbers';
import { choice, path } from '../options';
import { userPath } from '../run-folder';
import { addRunSettings, type Flags, type Settings, settingsOf } from '../settings';
import { begin } from '../trained';
import type { FoundOther } from './other';

type Options = { readonly to: string; readonly what: What; readonly batch: number };

/** What a file may hold, by the names that `--what` takes. */
const kinds = {
  network: (network: Network, batch: number) => networkToOnnx(network, { batch }),
  bounds: (network: Network, batch: number) => boundsToOnnx(network, { batch }),
  margins: (network: Network, batch: number) => marginsToOnnx(network, outputShape(network)[0]!, { batch }),
  plain: async (network: Network) => encodePlainNetwork(await plainNetwork(network)),
} as const;
/** Those that are a folder, not one file. */
const folders = { tfjs: saveLayersModel, weights: saveWeights } as const;

type What = keyof typeof kinds | keyof typeof folders;
const isFolder = (what: What): what is keyof typeof folders => what in folders;

export function addExport(program: Command, front: Front, found: FoundOther): void {
  const command = program
    .command('export')
    .description(
      'write a network, its bounds or its margins as ONNX, a model of tfjs, or what certificates are checked with',
    );
  addRunSettings(
    command
      .requiredOption('--to <file>', 'the file, or of tfjs and weights the folder, to write', path)
      .addOption(
        choice(
          '--what <kind>',
          'network: x to output; bounds: of the outputs over a box; margins: of the classes over a ball; plain: safetensors that @ibp/exact reads, and certificates are of; tfjs: a folder whose model.json tf.loadLayersModel reads; weights: the same without the topology, of any network',
          [...Object.keys(kinds), ...Object.keys(folders)],
        ).default('network'),
      )
      .option('--batch <n>', 'how many examples a call takes', positive, 1),
    front,
  ).action((network: string | undefined, flags: Flags & Options) => {
    const { configuration, settings } = settingsOf(front, flags, { network });
    const perform = () => exportCommand(configuration, settings, flags);
    found({ configuration, invocation: { command: 'other', name: 'export', perform } });
  });
}

/** Writes what a network computes. */
export async function exportCommand(
  configuration: Configuration,
  settings: Settings,
  { to, what, batch }: Options,
): Promise<void> {
  const target = userPath(to);
  if (!isFolder(what)) checkFile('--to', target);
  const file = modelFile(settings);
  if (file !== undefined) await begin(settings);
  const network =
    file === undefined ? (await loaded(configuration, settings)).network : await loadModel(file);
  try {
    if (isFolder(what)) await folders[what](network, fileHandler(target));
    else await writeWhole(target, await kinds[what](network, batch));
    console.log(`${what}: ${target}`);
  } finally {
    disposeNetwork(network);
  }
}
