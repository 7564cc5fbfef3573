import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, maximaByRelu } from '@ibp/exact';
import { ofMaximaByRelu } from '../../certificate/maxima-by-relu';
import type { Attack } from '../attack/attack';
import type { BoxOutcome } from '../input-split';
import type { Limits } from '../limits';
import type { Checked } from '../witness';
import { treeProof } from './proof';
import { isImprovable, type Root, rootOf } from './root';
import { type SearchOptions, searchActivations } from './search';
import { type SearchNetwork, searchNetwork } from './search-network';

export type ActivationSplitOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  /** How many passes the first attack of the search is worth: see {@link searchActivations}. */
  readonly passes?: number | undefined;
  readonly seed: number;
  /** Whether bounds of hidden units of parts are made tighter by planes; unless given, where no activation is smooth. */
  readonly clipping?: boolean | undefined;
  /** When time is up, in seconds since the search began. */
  readonly end?: number | undefined;
  readonly onBatch?: (open: number) => void;
  /** Others who search beside this thread. */
  readonly crew?: SearchOptions['crew'];
  /** Of a network with max pools, what may settle the box while they are as they are: they are bounded more tightly so. */
  readonly uncut?: () => Promise<BoxOutcome | undefined>;
};

/** What is cut, and the form that it has for that. */
export type Searched = { readonly form: PlainNetwork; readonly net: SearchNetwork | undefined };

/** Makes it when it is first asked for, once for all boxes. */
export function searchedOnce(plain: PlainNetwork): () => Searched {
  let made: Searched | undefined;
  return () => {
    if (!made) {
      const form = maximaByRelu(plain);
      made = { form, net: searchNetwork(form) };
    }
    return made;
  };
}

/** Whether all activations are of linear pieces: of smooth ones every unit is open, and bounding all anew takes longer than it gains. */
const inPieces = ({ nodes }: SearchNetwork): boolean =>
  nodes.every(({ activation }) => !activation || activation.kinks.length > 0);

/** Of the time that is left, what bounds of hidden units may take, and to be improved. */
const [shareOfQuick, shareOfRoot] = [1 / 2, 1 / 3];

/**
 * Branch and bound on the values of hidden units on the host, in float64 with outward rounding: at the kinks of activations in
 * linear pieces, and anywhere else of smooth ones (beta-CROWN, Wang et al. 2021; GenBaB, Shi et al. 2025). Max pools are cut as
 * relus (`maximaByRelu`), where the box is not settled before. Nothing where the network has ops that are not for the host, is so large that its hidden units would take minutes to bound, or intervals do not bound it.
 */
export async function splitActivations(
  whole: Enclosure,
  { plain, rows, searched = searchedOnce(plain) }: Checked & { readonly searched?: () => Searched },
  options: ActivationSplitOptions,
): Promise<BoxOutcome | undefined> {
  const { form, net } = searched();
  if (!net) return undefined;
  const settled = form === plain ? undefined : await options.uncut?.();
  if (settled) return settled;
  const { limits, clipping = inPieces(net), end = Number.POSITIVE_INFINITY } = options;
  const reached = () => limits.reached() !== undefined;
  const untilShare = (share: number) => limits.seconds() + share * (end - limits.seconds());
  let quick: Root | undefined;
  const roots = [
    () => {
      const until = untilShare(shareOfQuick);
      quick = rootOf(net, form, whole, {
        clipping,
        improve: () => () => false,
        reached: () => reached() || limits.seconds() >= until,
      });
      return quick;
    },
    () => {
      if (!quick || !isImprovable(net, quick)) return undefined;
      const until = untilShare(shareOfRoot);
      return rootOf(net, form, whole, {
        clipping,
        improve: (left) => {
          const own = limits.seconds() + (until - limits.seconds()) / left;
          return () => limits.seconds() < own;
        },
        reached,
      });
    },
  ];
  const method = 'branch-and-bound';
  const found = await searchActivations(net, roots, rows, options);
  if (!found) return undefined;
  const { status, witness, reason, trees } = found;
  const proofs = () => (form === plain ? trees.map(treeProof) : [ofMaximaByRelu(trees.map(treeProof))]);
  return {
    ...{ status, method },
    ...(witness ? { witness } : {}),
    ...(reason ? { reason } : {}),
    ...(status === 'verified' ? { proofs: proofs() } : {}),
  };
}
