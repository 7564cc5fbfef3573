import { basename, extname } from 'node:path';
import { Option } from 'commander';
import { recipeNames } from '../choose-recipe';
import type { Configuration } from '../configuration';
import { configurationNamed, dataNames, dataset } from '../configurations/catalog';
import { mnistConfiguration } from '../configurations/mnist';
import { isOnnx, modelFile, zooName } from '../model-file';
import { path } from '../options';
import { isOwnData, ownConfiguration } from '../own-data/own-configuration';
import { checkReading } from '../own-data/reading';
import { runFolder, userPath } from '../run-folder';
import { readRunRecord } from '../run-record';
import { type Front, type Given, outOf, type Resolved } from './front';

/** The command line of `ibp`: `--data` names a known data set or files of one's own, a trained run its own. */
export const ibpFront: Front = {
  name: 'ibp',
  call: 'ibp',
  recipes: recipeNames(mnistConfiguration),
  data: () =>
    new Option(
      '--data <what>',
      `${dataNames.join(', ')}, a folder of images, or a .csv, .npz or .npy (default: of a run its own; to train on, digits)`,
    )
      .argParser(path)
      .default('auto', 'auto'),
  out: 'runs/<data>, or the folder of the run',
  resolve,
};

function resolve(given: Given): Resolved {
  const { data, network, out, training, reading = {} } = given;
  const isModel = modelFile({ network }) !== undefined;
  const run = training || isModel ? undefined : runFolder(network ?? out ?? 'runs/mnist');
  const record = run && readRunRecord(run.record);
  if (data !== 'auto') {
    const others = record?.data.source !== userPath(data);
    const known = dataset(data);
    if (known) checkReading(reading, data);
    const found = known ?? own(data, given, others);
    return { ...found, out: out ?? (network ? outFor(network) : outOf(found.configuration, network, out)) };
  }
  if (!record) checkReading(reading, 'none');
  if (isModel) return { configuration: noData, data, out: out ?? outFor(network) };
  const found = record ? ofRecord(record, given) : { configuration: mnistConfiguration, data };
  return { ...found, out: out ?? network ?? 'runs/mnist' };
}

/** A model does not say what it is to be tested on. */
const noData: Configuration = {
  ...mnistConfiguration,
  sources: {
    none: {
      description: 'nothing',
      load: async () => {
        throw new Error(`--data: expected ${dataNames.join(', ')}, a folder or a file, got none`);
      },
    },
  },
};

/** The configuration of a run, as its record names it. */
function ofRecord(
  { example, data: { source } }: { readonly example: string; readonly data: { readonly source: string } },
  given: Given,
): Omit<Resolved, 'out'> {
  const named = configurationNamed(example);
  if (named && Object.hasOwn(named.sources, source)) {
    checkReading(given.reading ?? {}, `a run on ${example}`);
    return { configuration: named, data: 'auto' };
  }
  return { ...own(source, given, false), data: 'auto' };
}

/** Files of one's own: divided into two where a network is trained on a part of them, else whole. */
function own(text: string, { training, reading = {} }: Given, others: boolean): Omit<Resolved, 'out'> {
  const file = userPath(text);
  if (!isOwnData(file)) {
    const known = dataNames.join(', ');
    throw new Error(
      `--data: expected ${known}, a folder, or a .csv, .npz or .npy that is there, got ${text}`,
    );
  }
  const configuration: Configuration = ownConfiguration(file, { ...reading, whole: !training && others });
  return { configuration, data: file };
}

/** A `model.json` is often all that its folder's name tells apart. */
function outFor(network: string | undefined): string {
  if (network === undefined) return 'runs/mnist';
  const name = zooName(network);
  if (name !== undefined) return `runs/zoo-${name}`;
  if (isOnnx(network)) return `runs/${basename(network).replace(/\.onnx(\.gz)?$/, '')}`;
  if (!network.endsWith('.json')) return network;
  const stem = basename(network, extname(network));
  return `runs/${stem === 'model' ? basename(userPath(`${network}/..`)) : stem}`;
}
