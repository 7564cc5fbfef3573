import { type Command, Option } from 'commander';
import { addArithmetic, addCertifyFlags } from '../certification/flags';
import { positive } from '../numbers';
import { path } from '../options';

/** Where a campaign is: its queue, and its files and results. */
export type Place = { readonly redis: string; readonly redisCa?: string; readonly store: string };

/** The server of the queue; its password is best in the environment, where no list of processes shows it. */
export const addServer = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--redis <url>',
        'the server: redis://host:port, rediss:// for TLS; its password in IBP_REDIS_PASSWORD',
      )
        .env('IBP_REDIS_URL')
        .makeOptionMandatory(),
    )
    .option('--redis-ca <file>', 'certificate of the authority of the server, in PEM', path);

/** The store of files and results. */
export const addStore = (command: Command): Command =>
  command.addOption(
    new Option('--store <where>', 'a folder that all machines share, or s3://bucket/prefix')
      .env('IBP_STORE')
      .makeOptionMandatory(),
  );

export const addPlace = (command: Command): Command => addStore(addServer(command));

/** What settles cases: the flags of `certify`, and the count of nodes. */
export const addMethod = (command: Command): Command =>
  addArithmetic(addCertifyFlags(command)).option(
    '--nodes <n>',
    'parts of the box that a search bounds for one case',
    positive,
    10_000,
  );

/** The same of a command that may do without. */
export const addOptionalPlace = (command: Command): Command =>
  command
    .option('--redis <url>', 'of a queue: its server (default: IBP_REDIS_URL)')
    .option('--redis-ca <file>', 'certificate of the authority of the server, in PEM', path)
    .option('--store <where>', 'of a queue: its folder or s3://bucket/prefix (default: IBP_STORE)');

/** @throws by ending the command where either is not said, by a flag or the environment. */
export function placeOf(command: Command, flags: Partial<Place>): Place {
  const { redis = process.env.IBP_REDIS_URL, store = process.env.IBP_STORE, redisCa } = flags;
  if (!redis || !store) command.error('error: expected --redis and --store for a queue, got none');
  return { redis: redis!, store: store!, ...(redisCa ? { redisCa } : {}) };
}

/** Options of `collectCommand`. */
export type CollectSettings = Place & {
  readonly campaign?: string;
  /** Where reports and certificates go. */
  readonly out: string;
  /** Results without a proof that are settled again for each worker. */
  readonly recheck: number;
  readonly json?: string;
  readonly backend?: string;
};
