import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { SplitTrees } from '../charts/split-tree';
import { type Findings, keepSettled } from '../state/attack-state';
import { searcher } from '../state/lab';
import { isAbort } from '../state/latest';
import { change, route } from '../state/route';
import { type NetworkName, networkAddress } from '../state/shipped';
import type { Search, SearchedPart, SettleEvent, settle } from '../worker/settle';
import { download } from './download';
import { seconds } from './number';
import { stageTitle } from './stage-title';

type Settled = Awaited<ReturnType<typeof settle>>;

/** Seconds that a search may take, as the address has them. */
const budgetOf = (text: string | undefined): number => {
  const value = Number(text);
  return text !== undefined && value >= 1 && value <= 3600 ? value : 60;
};

/** The most parts that branch and bound may look at, as the address has them; any number unless it says so. */
const partsOf = (text: string | undefined): number | undefined => {
  const value = Math.floor(Number(text));
  return text !== undefined && value >= 1 && value <= 1e6 ? value : undefined;
};

/** Takes the question of the page through the whole cascade, shows the tree as it grows, and gives the certificate. */
export const SettlePanel = ({
  found,
  network,
}: {
  readonly found: Findings;
  readonly network: NetworkName;
}) => {
  const running = useSignal<string | undefined>(undefined);
  const parts = useSignal<ReadonlyMap<number, SearchedPart>>(new Map());
  const settled = useSignal<Settled | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const controller = useRef<AbortController | undefined>(undefined);
  const { about, label } = found;
  const budget = budgetOf(route.value.params.get('budget'));
  const most = partsOf(route.value.params.get('parts'));
  const search: Search = route.value.params.get('search') === 'mip' ? 'mip' : 'both';

  const reset = () => {
    controller.current?.abort();
    running.value = settled.value = error.value = undefined;
    parts.value = new Map();
  };
  // another question, another answer
  useEffect(() => reset, [about.x, about.epsilon, network]);

  /** Has the verdict above say it too. */
  const tell = ({ verdict, taken }: Settled) => {
    if (verdict.status === 'unknown') return;
    const { status, method } = verdict;
    const broken =
      status === 'falsified' ? { witness: Float32Array.from(verdict.witness.x), taken: taken! } : {};
    keepSettled(network, about, { status, method, ...broken });
  };

  const start = async () => {
    reset();
    const mine = new AbortController();
    controller.current = mine;
    running.value = 'starting';
    const pending = new Map<number, SearchedPart>();
    const onEvent = (event: SettleEvent) => {
      if (mine.signal.aborted) return;
      if (event.kind === 'stage') running.value = event.name;
      else {
        pending.set(event.part, event);
        // as often as the screen is drawn, and no more
        if (pending.size === 1 || event.part % 4 === 0) parts.value = new Map(pending);
      }
    };
    try {
      const question = {
        network: networkAddress[network],
        x: about.x,
        epsilon: about.epsilon,
        label,
        budget,
        search,
        ...(most === undefined ? {} : { parts: most }),
      };
      const answer = await searcher().settle(question, { signal: mine.signal, onEvent });
      parts.value = pending;
      settled.value = answer;
      tell(answer);
    } catch (reason) {
      if (!isAbort(reason)) error.value = reason instanceof Error ? reason.message : String(reason);
    } finally {
      if (controller.current === mine) running.value = undefined;
    }
  };

  const answer = settled.value;
  return (
    <section class="panel" aria-labelledby="settle">
      <h2 id="settle">Settle it</h2>
      <p class="quiet">
        The image itself, IBP, CROWN, PGD, then a search: branch and bound cuts the ball by the signs of
        hidden units until every part is proved or one is broken; HiGHS, in a worker of its own, solves what
        that leaves open, after half of the time or the most parts, as a whole-number program (MIP).
      </p>
      <p class="settle-bar">
        {running.value ? (
          <button type="button" onClick={reset}>
            Stop
          </button>
        ) : (
          <button type="button" class="primary" onClick={start}>
            Settle it
          </button>
        )}{' '}
        <label>
          search by{' '}
          <select
            value={search}
            disabled={running.value !== undefined}
            onChange={(event) =>
              change({ search: event.currentTarget.value === 'mip' ? 'mip' : undefined }, false)
            }
          >
            <option value="both">branch and bound, then MIP</option>
            <option value="mip">MIP alone</option>
          </select>
        </label>{' '}
        <label>
          at most{' '}
          <input
            type="number"
            min="1"
            max="3600"
            value={budget}
            disabled={running.value !== undefined}
            onChange={(event) => change({ budget: event.currentTarget.value }, false)}
          />{' '}
          s
        </label>{' '}
        {search === 'mip' ? null : (
          <label>
            parts up to{' '}
            <input
              type="number"
              min="1"
              max="1000000"
              placeholder="any"
              value={most ?? ''}
              disabled={running.value !== undefined}
              onChange={(event) => change({ parts: event.currentTarget.value || undefined }, false)}
            />
          </label>
        )}{' '}
        <span role="status">
          {running.value ? `now: ${stageTitle(running.value)}, ${parts.value.size} parts` : ''}
        </span>
      </p>
      {error.value ? <p class="notice">{error.value}</p> : null}
      {answer ? <Answer answer={answer} label={label} network={network} /> : null}
      {parts.value.size > 0 ? (
        <SplitTrees parts={parts.value} broken={answer?.verdict.status === 'falsified'} />
      ) : null}
    </section>
  );
};

type AnswerProps = { readonly answer: Settled; readonly label: number; readonly network: NetworkName };

const Answer = ({ answer, label, network }: AnswerProps) => {
  const { verdict, taken, check, certificate } = answer;
  const words =
    verdict.status === 'verified'
      ? `Proved by ${stageTitle(verdict.method)}: every image in the ball is a ${label} to the network.`
      : verdict.status === 'falsified'
        ? `Broken by ${stageTitle(verdict.method)}: an image in the ball is taken for a ${taken}.`
        : verdict.reason === 'time-out'
          ? 'Not settled in this time.'
          : 'Not settled.';
  return (
    <>
      <p class={`verdict-line ${verdict.status}`}>
        <strong>{words}</strong> <span class="quiet">{seconds(answer.seconds)}</span>
      </p>
      {verdict.status === 'unknown' ? <p class="quiet">What was tried: {verdict.detail}.</p> : null}
      {verdict.status === 'unknown' ? null : <Proof {...{ check, certificate, network }} />}
    </>
  );
};

type ProofProps = Pick<Settled, 'check' | 'certificate'> & Pick<AnswerProps, 'network'>;

const Proof = ({ check, certificate, network }: ProofProps) => (
  <p class="downloads">
    <span>
      Checked again in exact arithmetic: <strong>{check.status}</strong>
      {check.status === 'not confirmable'
        ? ', since a solver’s word leaves no proof that can be checked'
        : ''}
      .
    </span>
    <button type="button" onClick={() => download('certificate.json', certificate)}>
      Download the certificate
    </button>
    <a href={networkAddress[network]} download={`${network}.safetensors`}>
      Download the network
    </a>
    <a href="#check">Check a proof</a>
  </p>
);
