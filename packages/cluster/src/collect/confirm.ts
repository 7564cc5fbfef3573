import { checkCertificate, createCertificate, type ExampleOutcome } from '@ibp/exact';
import { type Certified, certificateOutcome } from '@ibp/verify';
import type { CampaignCase } from '../campaign/cases';
import { statementAt } from '../campaign/inputs';
import type { LoadedCampaign } from '../campaign/load';

/** What the checker makes of a claim; `no claim` of an unknown. */
export type Confirmed = {
  readonly status: 'confirmed' | 'rejected' | 'not confirmable' | 'no claim';
  readonly reason: string;
};

/** A case and what was claimed of it. */
export type Claim = { readonly of: CampaignCase; readonly certified: Certified };

/**
 * Has the checker of `@ibp/exact` do proofs and witnesses again, for what the campaign asks and not for what a result says was asked.
 *
 * @param claims of one network.
 * @returns what it makes of each, in order.
 */
export async function confirmClaims(
  { campaign, inputs, network }: LoadedCampaign,
  claims: readonly Claim[],
): Promise<Confirmed[]> {
  const [first] = claims;
  if (!first) return [];
  const plain = await network(first.of.network);
  const { mode, arithmetic = 'real' } = campaign.method;
  const statementOf = ({ of: { place, epsilon } }: Claim) => statementAt(inputs, place, epsilon);
  const check = async (some: readonly Claim[]): Promise<Confirmed[]> => {
    const outcomes = some.map(
      (claim, index): ExampleOutcome => ({
        ...certificateOutcome(claim.certified, { statement: statementOf(claim) }),
        index,
      }),
    );
    const certificate = await createCertificate(plain, outcomes, { mode, arithmetic });
    const { examples } = await checkCertificate(certificate, plain, some.map(statementOf), { arithmetic });
    return examples.map(({ status, reason }) => ({
      status: status === 'missing' ? 'rejected' : status,
      reason,
    }));
  };
  try {
    return await check(claims);
  } catch (error) {
    // one that fits no certificate costs itself alone
    if (claims.length === 1) return [{ status: 'rejected', reason: (error as Error).message }];
    const half = Math.ceil(claims.length / 2);
    const parts = [claims.slice(0, half), claims.slice(half)];
    const found: Confirmed[] = [];
    for (const part of parts) {
      found.push(...(await confirmClaims({ campaign, inputs, network } as LoadedCampaign, part)));
    }
    return found;
  }
}
