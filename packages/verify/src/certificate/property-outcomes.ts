import { fail } from '@ibp/core';
import type { ExampleOutcome, Property } from '@ibp/exact';
import type { Certified } from '../cascade/certify';
import { type OutcomeOptions, verdictOf } from './outcome';

/**
 * What `certifyProperties` found out about properties, of as many boxes as they have, as a certificate holds it: property
 * `k` is example `k`. It is verified where each of its boxes is, and each proof says of which box it is.
 *
 * @param results one for each box of all properties, in any order.
 * @throws when a box has no result.
 *
 * @example
 * ```ts
 * import { checkCertificate, createCertificate, outputsWithin } from '@ibp/exact';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { crown } from '@ibp/relax';
 * import { boundStage, certifyProperties, plainNetwork, propertyOutcomes } from '@ibp/verify';
 *
 * const net = network([1], sequential(dense(4), relu(), dense(1)), { seed: 8 });
 * const boxes = [0, 1].map((from) => ({ lower: Float64Array.of(from), upper: Float64Array.of(from + 1) }));
 * const property = outputsWithin(boxes, { lower: [-9], upper: [9] });
 * const results = [];
 * const stages = [boundStage('crown', crown())];
 * for await (const one of certifyProperties(net, [property], { stages })) results.push(one);
 * const plain = await plainNetwork(net);
 * const certificate = await createCertificate(plain, propertyOutcomes(results, [property]), { mode: 'float32' });
 * const check = await checkCertificate(certificate, plain, [property]);
 * console.log(check.confirmed.verified); // 1
 * ```
 */
export function propertyOutcomes(
  results: readonly Certified[],
  properties: readonly Property[],
  { methods }: Omit<OutcomeOptions, 'statement'> = {},
): ExampleOutcome[] {
  const byIndex = new Map(results.map((result) => [result.index, result]));
  let next = 0;
  return properties.map((statement, index): ExampleOutcome => {
    const options = { statement, ...(methods ? { methods } : {}) };
    const verdicts = statement.boxes.map((box) => {
      const result = byIndex.get(next);
      if (!result)
        return fail('propertyOutcomes', `expected a result for each box, got none of number ${next}`);
      next += 1;
      return verdictOf(result, options, box);
    });
    const first = (status: ExampleOutcome['verdict']['status']) =>
      verdicts.find((verdict) => verdict.status === status);
    const verdict = first('falsified') ??
      first('unknown') ?? {
        status: 'verified' as const,
        proofs: verdicts.flatMap((of, box) =>
          of.status === 'verified'
            ? of.proofs.map((proof) => (verdicts.length > 1 ? { ...proof, box } : proof))
            : [],
        ),
      };
    return { index, statement, verdict };
  });
}
