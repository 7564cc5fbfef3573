import { encodePlainNetwork } from '@ibp/exact';
import { writeWhole } from '@ibp/files';
import { disposeNetwork, type Network, outputShape, saveLayersModel, saveWeights } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { boundsToOnnx, marginsToOnnx, networkToOnnx } from '@ibp/onnx/export';
import { plainNetwork } from '@ibp/verify';
import { checkFile } from '../check-paths';
import type { Configuration } from '../configuration';
import { loadModel } from '../load-model';
import { loaded } from '../loaded';
import { modelFile } from '../model-file';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { begin } from '../trained';
import type { ExportKind, fileKinds, folderKinds } from './export-kinds';

/** Options of `exportCommand`. */
export type ExportSettings = { readonly to: string; readonly what: ExportKind; readonly batch: number };

const files = {
  network: (network: Network, batch: number) => networkToOnnx(network, { batch }),
  bounds: (network: Network, batch: number) => boundsToOnnx(network, { batch }),
  margins: (network: Network, batch: number) => marginsToOnnx(network, outputShape(network)[0]!, { batch }),
  plain: async (network: Network) => encodePlainNetwork(await plainNetwork(network)),
} as const satisfies { [kind in (typeof fileKinds)[number]]: object };
const folders = { tfjs: saveLayersModel, weights: saveWeights } as const satisfies {
  [kind in (typeof folderKinds)[number]]: object;
};

const isFolder = (what: ExportSettings['what']): what is keyof typeof folders => what in folders;

/** Writes what a network computes. */
export async function exportCommand(
  configuration: Configuration,
  settings: Settings,
  { to, what, batch }: ExportSettings,
): Promise<void> {
  const target = userPath(to);
  if (!isFolder(what)) checkFile('--to', target);
  const file = modelFile(settings);
  if (file !== undefined) await begin(settings);
  const network =
    file === undefined ? (await loaded(configuration, settings)).network : await loadModel(file);
  try {
    if (isFolder(what)) await folders[what](network, fileHandler(target));
    else await writeWhole(target, await files[what](network, batch));
    console.log(`${what}: ${target}`);
  } finally {
    disposeNetwork(network);
  }
}
