import type { CollectPropertiesOptions, PropertyContents, VerifyProperties } from '@ibp/cluster';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import type { Verification } from '../verify/answer';
import { checkQuery } from '../verify/certify-query';
import { fileWitness } from '../verify/file-witness';
import { assertFits } from '../verify/fits';
import { type Contents, networkFor, queryOf, replayOf, verifyContents } from '../verify/verify-contents';

const contentsOf = ({ onnx, external, vnnlib, names }: PropertyContents): Contents => ({
  ...{ onnx, vnnlib, names },
  external: (location) => {
    const bytes = external.get(location);
    if (!bytes) throw new Error(`expected the weights ${JSON.stringify(location)} in the store, got none`);
    return bytes;
  },
});

/** Verifies files of properties for a campaign as `ibp verify --nodes` does, and proves what it answers. */
export const verifyProperties: VerifyProperties = async ({ contents, method: { nodes, seconds } }) => {
  const start = performance.now();
  const { verification, certificate } = await verifyContents(() => contentsOf(contents), {
    left: () => seconds - (performance.now() - start) / 1000,
    maxNodes: nodes,
    confirm: seconds,
  });
  return { verification, ...(certificate === undefined ? {} : { certificate }) };
};

type Check = CollectPropertiesOptions['check'];

/**
 * Does witnesses and proofs again, for what the files ask: a proof by the checker of certificates, a witness by float64, float32 and, where
 * it is there, onnxruntime. The output of a witness is what it has here.
 */
export const checkProperty: Check = async (contents, { verification, certificate }) => {
  const { answer } = verification;
  if (answer !== 'sat' && answer !== 'unsat') return { status: 'no claim', reason: '', verification };
  const given = contentsOf(contents);
  const query = queryOf(given);
  const network = await networkFor(given, query);
  try {
    assertFits(network, query);
    const plain = await plainNetwork(network);
    if (answer === 'sat')
      return await witnessed({ network, plain, query }, await replayOf(given), verification);
    // a file that asks for nothing needs no proof
    if (query.properties.length === 0) return { status: 'confirmed', reason: '', verification };
    if (certificate === undefined) return unproved(verification, 'there is no proof of it');
    const check = await checkQuery(certificate, plain, query, 'real');
    if (!check.sound) return { status: 'rejected', reason: check.summary, verification };
    if (check.confirmed.verified < query.properties.length) return unproved(verification, check.summary);
    return { status: 'confirmed', reason: '', verification: { ...verification, confirmed: true } };
  } finally {
    disposeNetwork(network);
  }
};

const unproved = (verification: Verification, reason: string) =>
  ({ status: 'not confirmable', reason, verification }) as const;

async function witnessed(
  asked: Parameters<typeof fileWitness>[0],
  replay: Parameters<typeof fileWitness>[3],
  verification: Verification,
): ReturnType<Check> {
  const x = Float32Array.from(verification.witness?.input ?? []);
  if (x.length !== asked.query.inputCount) {
    const reason = `expected a witness of ${asked.query.inputCount} values, got ${x.length}`;
    return { status: 'rejected', reason, verification };
  }
  for (const property of asked.query.properties) {
    for (const [box] of property.boxes.entries()) {
      const at = { x, box, conjunction: 0, margin: 0 };
      const witness = await fileWitness(asked, property, at, replay);
      if (witness)
        return {
          status: 'confirmed',
          reason: '',
          verification: { ...verification, witness, confirmed: true },
        };
    }
  }
  return { status: 'rejected', reason: 'the witness is not what the file asks for', verification };
}
