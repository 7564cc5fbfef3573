import { LogitBars } from '../charts/logit-bars';
import { MarginBars } from '../charts/margin-bars';
import { RadiusLine } from '../charts/radius-line';
import { blank, DrawingBoard } from '../parts/draw';
import { Legend } from '../parts/legend';
import { NetworkCards } from '../parts/network-cards';
import { shown } from '../parts/number';
import { Pixels } from '../parts/pixels';
import { SettlePanel } from '../parts/settle-panel';
import {
  chosen,
  digits,
  type Findings,
  findings,
  mostEpsilon,
  radii,
  shownImage,
} from '../state/attack-state';
import { change } from '../state/route';
import { counterExampleOf } from '../state/verdict';

/** Attack and certify a digit: one slider drives everything. */
export const AttackPage = () => {
  const { network, epsilon } = chosen.value;
  const found = findings.value[network];
  const radius = radii.value[network];
  return (
    <>
      <header class="page-head">
        <h1>Attack and certify a digit</h1>
        <p>
          Each pixel may move by up to ε. Is there an image in that ball which the network takes for another
          digit? An attack can find one; only a bound can say that there is none.
        </p>
      </header>
      <div class="attack">
        <Chooser />
        <div class="answers">
          <Epsilon epsilon={epsilon} />
          <NetworkCards />
          {found ? (
            <>
              <div class="two">
                <section class="panel" aria-labelledby="logits">
                  <h2 id="logits">Where each logit can be</h2>
                  <LogitBars found={found} />
                  <Legend value="the image itself" />
                </section>
                <section class="panel" aria-labelledby="margins">
                  <h2 id="margins">Can another class win?</h2>
                  <MarginBars found={found} />
                  <p class="quiet">
                    A blue bar ends left of the line: that class is proved never to be taken. A grey one
                    proves nothing.
                  </p>
                </section>
              </div>
              <section class="panel" aria-labelledby="radius">
                <h2 id="radius">How far it may be moved</h2>
                {radius ? (
                  <RadiusLine radii={radius} epsilon={epsilon} />
                ) : (
                  <p class="quiet">Bisecting the radius…</p>
                )}
              </section>
              <Adversary found={found} />
              <SettlePanel found={found} network={network} />
            </>
          ) : (
            <p class="quiet">The bounds are under way…</p>
          )}
        </div>
      </div>
    </>
  );
};

const Epsilon = ({ epsilon }: { readonly epsilon: number }) => (
  <div class="epsilon-bar">
    <label for="epsilon">
      ε = <output for="epsilon">{shown(epsilon, 3)}</output>
    </label>
    <input
      id="epsilon"
      type="range"
      min="0"
      max={mostEpsilon}
      step="0.002"
      value={epsilon}
      aria-valuetext={`epsilon ${shown(epsilon, 3)}`}
      onInput={(event) => change({ eps: event.currentTarget.value }, false)}
    />
    <span class="quiet">{shown(255 * epsilon, 0)} of 255 grey levels</span>
  </div>
);

const Chooser = () => {
  const { digit, drawn } = chosen.value;
  const image = shownImage.value;
  return (
    <section class="chooser" aria-labelledby="digit">
      <h2 id="digit">The digit</h2>
      {image ? (
        <DrawingBoard
          x={image.x}
          alt={image.label === undefined ? 'your drawing' : `a ${image.label}, on which you can draw`}
        />
      ) : (
        <div class="board empty" />
      )}
      <p class="quiet">
        Draw on it (by keys too: arrows, space), or choose one. No network was trained on these.
      </p>
      <p>
        <button type="button" onClick={() => change({ drawn: blank(), digit: undefined })}>
          Clear
        </button>
      </p>
      <div class="gallery">
        {digits.value.map(({ x, label }, i) => (
          <button
            key={i}
            type="button"
            aria-pressed={!drawn && digit === i}
            aria-label={`a ${label}, image ${i}`}
            onClick={() => change({ digit: `${i}`, drawn: undefined })}
          >
            <Pixels values={x} range={[0, 1]} alt="" />
          </button>
        ))}
      </div>
    </section>
  );
};

const Adversary = ({ found }: { readonly found: Findings }) => {
  const { attack, about, label } = found;
  const counter = counterExampleOf(found);
  const witness = counter?.witness;
  const difference = witness?.map((v, i) => v - about.x[i]!);
  const most = difference ? Math.max(...difference.map(Math.abs)) : 0;
  return (
    <section class="panel" aria-labelledby="adversary">
      <h2 id="adversary">What the attack found</h2>
      {counter && witness && difference ? (
        <div class="pictures">
          <figure>
            <Pixels values={about.x} range={[0, 1]} alt="the image" />
            <figcaption>the image: {label}</figcaption>
          </figure>
          <figure>
            <Pixels
              values={witness}
              range={[0, 1]}
              alt={`an image in the ball that is taken for a ${counter.taken}`}
            />
            <figcaption>
              taken for <strong>{counter.taken}</strong>
              {counter.by === 'PGD' ? '' : ` (by ${counter.by})`}
            </figcaption>
          </figure>
          <figure>
            <Pixels values={difference} range={[-most, most]} colours="difference" alt="their difference" />
            <figcaption>
              difference, from −{shown(most, 3)} (blue) to {shown(most, 3)} (orange)
            </figcaption>
          </figure>
        </div>
      ) : (
        <p class="quiet">
          {attack
            ? `Nothing: PGD, 40 steps from 3 points, comes no further than a margin of ${shown(attack.margin)}. That proves nothing; a bound may.`
            : 'PGD is under way…'}
        </p>
      )}
    </section>
  );
};
