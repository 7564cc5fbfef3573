import { fail, isLinear, sizeOf } from '@ibp/core';
import {
  type Arithmetic,
  arithmeticWords,
  askedIn,
  type CertificateCheck,
  checkCertificate,
  decodePlainNetwork,
  networkHash,
  parseAsked,
  parseCertificate,
} from '@ibp/exact';
import { inputsIn } from './inputs-in';
import { readJson } from './read-json';

/** The files of a check, each as its bytes or its text; JSON may be gzipped. */
export type CheckFiles = {
  readonly certificate: Uint8Array | string;
  /** As `encodePlainNetwork` of @ibp/exact writes it. */
  readonly network: Uint8Array;
  /** What was to be proved. Unless given, it is what the certificate states, and the report says so. */
  readonly asked?: Uint8Array | string;
  /** Inputs of examples whose hashes alone the certificate has: JSON, lists of numbers, by index. */
  readonly inputs?: Uint8Array | string;
  /** What the claims have to hold in: real numbers, unless what was to be proved is taken from the certificate. */
  readonly arithmetic?: Arithmetic;
};

/** What a check came to. */
export type CheckReport = {
  /** In plain words, line by line. */
  readonly text: string;
  /** All that was asked is in the certificate, and nothing of it is rejected. */
  readonly sound: boolean;
  /** How many examples were asked about. */
  readonly asked: number;
  readonly confirmed: { readonly verified: number; readonly falsified: number };
};

/**
 * Checks a certificate and says what it proves: of which network, of which inputs, within what, and in what arithmetic.
 *
 * @throws where a file is not of its format, or an input is not at hand.
 */
export async function checkReport(files: CheckFiles): Promise<CheckReport> {
  const certificate = parseCertificate(await readJson('a certificate', files.certificate));
  if (certificate.version === 1) {
    return fail('checkReport', 'expected a certificate of version 2, got the old form: use @ibp/exact');
  }
  const network = await decodePlainNetwork(files.network);
  const inputs = files.inputs ? inputsIn(await readJson('inputs', files.inputs)) : {};
  const stated = files.asked ? parseAsked(await readJson('what is asked', files.asked)) : certificate;
  const arithmetic = files.arithmetic ?? (files.asked ? 'real' : certificate.arithmetic);
  const check = await checkCertificate(certificate, network, askedIn(stated, inputs), { arithmetic });
  const { nodes } = network;
  const hidden = nodes.slice(1).filter((node) => !isLinear(node));
  const units = hidden.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const lines = [
    `network     ${await networkHash(network)}`,
    `            ${sizeOf(nodes[0]!.shape)} inputs, ${units} hidden units, ${sizeOf(nodes.at(-1)!.shape)} outputs`,
    `arithmetic  ${arithmetic}: ${arithmeticWords[arithmetic]}`,
    `asked       ${files.asked ? 'in the file given' : 'as the certificate itself states it'}`,
    ...wordsOf(check),
  ];
  const { sound, asked, confirmed } = check;
  return { text: lines.join('\n'), sound, asked, confirmed };
}

function wordsOf({ examples, summary, confirmed, sound }: CertificateCheck): string[] {
  const claimed = examples.filter(({ claim }) => claim === 'falsified').length;
  const others = examples.filter(({ status }) => status !== 'confirmed' && status !== 'no claim');
  return [
    ...others.map(({ index, claim, status, reason }) => `example ${index}: ${claim}: ${status}: ${reason}`),
    summary,
    `confirmed ${confirmed.falsified} of ${claimed} counter-examples`,
    sound ? 'nothing was rejected' : 'REJECTED: it claims what is not so, or not what was asked',
  ];
}
