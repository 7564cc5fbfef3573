import { computed, effect, signal } from '@preact/signals';
import { Plane } from '../charts/plane';
import { UnitChart } from '../charts/unit-lines';
import { shown } from '../parts/number';
import { messageOf } from '../state/files';
import { lines } from '../state/lab';
import { isAbort, latest } from '../state/latest';
import { change, route } from '../state/route';
import type { LayerShape, LayersInput } from '../worker/layers';

const asked = computed((): LayersInput | undefined => {
  const { page, params } = route.value;
  if (page !== 'layers') return undefined;
  const number = (name: string, otherwise: number, most: number) => {
    const value = Number(params.get(name) ?? otherwise);
    return Math.abs(value) <= most ? value : otherwise;
  };
  const seed = Math.max(0, Math.floor(number('seed', 5, 1000)));
  return {
    ...{ seed, epsilon: Math.abs(number('eps', 0.35, 1)) },
    at: [number('x', 0.4, 2), number('y', 0.2, 2)],
  };
});
const shapes = signal<readonly LayerShape[]>([]);
const error = signal<string | undefined>(undefined);

const answers = latest(async (input: LayersInput, stop) => {
  try {
    shapes.value = await lines().layers(input, { signal: stop });
    error.value = undefined;
  } catch (reason) {
    if (!isAbort(reason)) error.value = messageOf(reason);
  }
});

/** Answers while the page is shown. */
export const startLayers = () =>
  effect(() => {
    if (asked.value) answers.ask(asked.value);
  });

const looks = [
  { look: 'box', title: 'interval box' },
  { look: 'zonotope', title: 'zonotope (DeepZ), in 48 directions' },
  { look: 'crown', title: 'CROWN, in 48 directions' },
  { look: 'hull', title: 'exact image (hull of 1,681 samples)' },
] as const;

const titles: { readonly [op: string]: string } = { input: 'The inputs', dense: 'linear', relu: 'relu' };
const titleOf = (name: string, index: number) => {
  const op = Object.keys(titles).find((known) => name.startsWith(known));
  return index === 0 ? titles.input! : `${index}. ${op ? titles[op] : name}`;
};

/** Layer by layer: where the looseness comes from. */
export const LayersPage = () => (
  <>
    <header class="page-head">
      <h1>Layer by layer</h1>
      <p>
        A box of inputs goes through a small network of two units a layer. A linear layer turns it, and an
        interval box around what is turned holds more than it must; the next layer starts from there.
        Zonotopes and CROWN keep how units hang together, and lose only where a relu bends.
      </p>
    </header>
    <Controls />
    {error.value ? (
      <p class="notice" role="alert">
        {error.value}
      </p>
    ) : null}
    <ul class="legend shapes">
      {looks.map(({ look, title }) => (
        <li key={look}>
          <svg viewBox="0 0 24 14" aria-hidden="true">
            <rect class={`shape ${look}`} x="1" y="1" width="22" height="12" />
          </svg>
          {title}
        </li>
      ))}
    </ul>
    <div class="planes">
      {shapes.value.map((shape, i) => (
        <LayerPanel key={shape.name} shape={shape} index={i} />
      ))}
    </div>
  </>
);

const Controls = () => {
  const { seed = 0, epsilon = 0, at = [0, 0] } = asked.value ?? {};
  const slider = (name: string, label: string, value: number, [min, max]: readonly [number, number]) => (
    <label>
      <span>
        {label} = <output>{shown(value)}</output>
      </span>
      <input
        type="range"
        min={min}
        max={max}
        step="0.01"
        value={value}
        onInput={(event) => change({ [name]: event.currentTarget.value }, false)}
      />
    </label>
  );
  return (
    <div class="panel question">
      {slider('eps', 'ε', epsilon, [0, 1])}
      {slider('x', 'middle, x₁', at[0], [-1, 1])}
      {slider('y', 'middle, x₂', at[1], [-1, 1])}
      <label>
        <span>weights by seed</span>
        <input
          type="number"
          min="0"
          max="1000"
          step="1"
          value={seed}
          onChange={(event) => change({ seed: event.currentTarget.value })}
        />
      </label>
    </div>
  );
};

const LayerPanel = ({ shape, index }: { readonly shape: LayerShape; readonly index: number }) => {
  const { name, times, units, affine, box } = shape;
  const drawn = looks.map(({ look }) => ({ look, points: shape[look] }));
  const title = titleOf(name, index);
  const words = times
    ? `box ${shown(times.box, 1)}, zonotope ${shown(times.zonotope, 1)}, CROWN ${shown(times.crown, 1)} times the exact area`
    : 'the exact image has no area here';
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <Plane label={`${title}: ${words}`} x="unit 1" y="unit 2" shapes={drawn} />
      <p class="quiet">{words}</p>
      {index === 0 ? (
        <p class="quiet affine">
          x₁ from {shown(box[0]![0])} to {shown(box[2]![0])}, x₂ from {shown(box[0]![1])} to{' '}
          {shown(box[2]![1])}
        </p>
      ) : null}
      {affine ? <Affine affine={affine} /> : null}
      {units ? (
        <div class="units">
          {units.map((unit, i) => (
            <UnitChart key={i} unit={unit} name={`unit ${i + 1}`} />
          ))}
        </div>
      ) : null}
    </section>
  );
};

/** What a linear layer does, as a formula. */
const Affine = ({ affine: { rows, bias } }: { readonly affine: NonNullable<LayerShape['affine']> }) => {
  const matrix = (of: readonly (readonly number[])[]) => (
    <mrow>
      <mo>(</mo>
      <mtable>
        {of.map((row, i) => (
          <mtr key={i}>
            {row.map((value, k) => (
              <mtd key={k}>
                <mn>{shown(value)}</mn>
              </mtd>
            ))}
          </mtr>
        ))}
      </mtable>
      <mo>)</mo>
    </mrow>
  );
  return (
    <p class="affine quiet">
      <math>
        <mrow>
          <mi>x</mi>
          <mo>→</mo>
          {matrix(rows)}
          <mi>x</mi>
          {bias.some((value) => value !== 0) ? <mo>+</mo> : null}
          {bias.some((value) => value !== 0) ? matrix(bias.map((value) => [value])) : null}
        </mrow>
      </math>
    </p>
  );
};
