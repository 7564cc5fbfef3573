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
