/** @jsxRuntime automatic @jsxImportSource preact */
import type { ExampleData, FormatData } from '../data/example-data';
import { className } from '../findings/by-class';
import { short } from '../findings/format';
import { brightnessOf, bytesOf } from '../picture/brightness';
import { differenceOf } from '../picture/difference';
import { inputOf, layoutOf } from '../picture/layout';
import { FeatureTable } from './feature-table';
import { Picture } from './picture';

/** An example with its `x` and a witness, and what both are. */
export type CounterExampleProps = { readonly example: ExampleData; readonly format: FormatData };

/**
 * An example, the input near it that is misclassified, and what is between them: as pictures, or as the features that were
 * moved most where inputs are no pictures. Nothing where the example has no counter-example.
 *
 * @throws when an input has not as many values as its shape says.
 */
export const CounterExample = ({ example, format }: CounterExampleProps) => {
  const { index, label, x, verdict } = example;
  const { witness } = verdict ?? {};
  if (!x || !witness) return null;
  const original = inputOf(`example ${index}`, x, format);
  const found = inputOf(`the counter-example to ${index}`, witness.x, format);
  const difference = differenceOf(original, found);
  const is = label === undefined ? '' : className(label, format);
  const taken = witness.taken === undefined ? 'another class' : className(witness.taken, format);
  const layout = layoutOf(format);
  const brightness = brightnessOf(format, original, found);
  const { most } = difference;
  return (
    <figure class="ibp-counter-example">
      {layout ? (
        <div>
          <Picture bytes={bytesOf(original, brightness)} layout={layout} alt={`example ${index}: ${is}`} />
          <Picture
            bytes={bytesOf(found, brightness)}
            layout={layout}
            alt={`counter-example to ${index}, taken for ${taken}`}
          />
          <Picture
            bytes={bytesOf(difference.values, most > 0 ? [-most, most] : [-1, 1])}
            layout={layout}
            alt={`their difference, at most ${short(most)}`}
          />
        </div>
      ) : (
        <FeatureTable original={original} found={found} difference={difference} />
      )}
      <figcaption>
        <strong>
          {index}: {is} → {taken}
        </strong>
        <span>
          moved by at most {short(most)}
          {verdict?.method ? `, found by ${verdict.method}` : ''}
          {witness.margin == null ? '' : `, margin ${short(witness.margin)}`}
        </span>
      </figcaption>
    </figure>
  );
};
