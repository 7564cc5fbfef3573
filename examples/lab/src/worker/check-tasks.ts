import {
  type AnyCertificate,
  checkCertificate,
  decodePlainNetwork,
  inputHash,
  networkHash,
  parseCertificate,
  type Statement,
} from '@ibp/exact';
import type { TaskContext } from './protocol';
import { statedBy } from './stated';

/** The files of a check: their texts and bytes. */
export type CheckInput = {
  readonly certificate: string;
  /** The file of a plain network. */
  readonly network: Uint8Array<ArrayBuffer>;
  /** Inputs one after the other, for a certificate that has only their hashes. */
  readonly inputs?: readonly ArrayLike<number>[];
};

/** One example in plain words. */
export type CheckedExample = {
  readonly index: number;
  readonly claim: string;
  readonly status: string;
  readonly reason: string;
  readonly statement: string;
  readonly input: string;
  readonly proofs: string;
};

function read(text: string): AnyCertificate {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('expected a certificate in JSON, got a file that is no JSON');
  }
  return parseCertificate(json);
}

const words = (values: number | ArrayLike<number>) =>
  typeof values === 'number' ? `${values}` : 'one for each feature';

function inWords(statement: Statement): string {
  if ('boxes' in statement) {
    const { boxes, unsafe } = statement;
    return `no input of ${boxes.length} box(es) leads to any of ${unsafe.length} unsafe conjunction(s)`;
  }
  const { epsilon, range } = statement;
  const ball = `every input within ε = ${words(epsilon)} of it, from ${words(range[0])} to ${words(range[1])}`;
  return 'label' in statement
    ? `${ball}, is taken for class ${statement.label} of ${statement.classes}`
    : `${ball}, keeps ${statement.spec.d.length} linear row(s) of the output below 0`;
}

const proofWords: { readonly [kind: string]: string } = {
  ibp: 'interval bounds',
  crown: 'one backward pass',
  tree: 'branch and bound',
  'box-tree': 'a box that was cut',
  sdp: 'semidefinite programming',
  unchecked: 'a method that leaves no proof',
};

type Verdict = { status: string; proofs?: readonly { kind: string; leaves?: readonly unknown[] }[] };
const proofsOf = ({ status, proofs = [] }: Verdict): string =>
  status === 'falsified'
    ? 'a counter-example'
    : [
        ...new Set(
          proofs.map(
            ({ kind, leaves }) => `${proofWords[kind] ?? kind}${leaves ? ` (${leaves.length} leaves)` : ''}`,
          ),
        ),
      ].join(', ');

/** Checks a certificate in exact arithmetic, and says what it proves, of which network and inputs. */
async function check({ certificate: text, network: file, inputs }: CheckInput, { tell }: TaskContext) {
  const certificate = read(text);
  const plain = await decodePlainNetwork(file);
  const hash = await networkHash(plain);
  if (certificate.version !== 2) {
    throw new Error('expected a certificate of version 2, got one of the old form: `ibp check` reads it');
  }
  if (certificate.network !== hash) {
    throw new Error(
      `the certificate is of another network: it names ${certificate.network}, and this one is ${hash}`,
    );
  }
  const statements = certificate.examples.map((example) =>
    statedBy(example, certificate, inputs && ((index) => inputs[index])),
  );
  const indices = certificate.examples.map(({ index }) => index);
  const byIndex = new Map(indices.map((index, i) => [index, statements[i]!]));
  let begun = 0;
  const started = performance.now();
  const of = (index: number) => {
    tell({ done: begun++, all: indices.length });
    return byIndex.get(index)!;
  };
  const { sound, confirmed, examples } = await checkCertificate(certificate, plain, { indices, of });
  const inputOf = async (i: number) => {
    const statement = statements[i]!;
    return 'x' in statement ? await inputHash(statement.x) : 'boxes, given in full';
  };
  const rows: CheckedExample[] = [];
  for (const [i, { index, claim, status, reason }] of examples.entries()) {
    const { verdict } = certificate.examples[i]!;
    const statement = inWords(statements[i]!);
    rows.push({
      index,
      claim,
      status,
      reason,
      statement,
      input: await inputOf(i),
      proofs: proofsOf(verdict),
    });
  }
  return {
    ...{ sound, confirmed, rows, hash, mode: certificate.mode, arithmetic: certificate.arithmetic },
    ...{ software: certificate.software, seconds: (performance.now() - started) / 1000 },
  };
}

/** What the worker of certificates does: no tfjs is in it. */
export const checkTasks = { check };
export type CheckTasks = typeof checkTasks;
