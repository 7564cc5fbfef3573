/** @jsxRuntime automatic @jsxImportSource preact */
import { Section } from './section';

const words: readonly (readonly [word: string, meaning: string])[] = [
  ['epsilon', 'how far each value of an input may be moved, in the units of the input and within its range.'],
  ['verified', 'it is proved that no input within epsilon is put in another class.'],
  ['falsified', 'an input within epsilon is known that is put in another class: the counter-example.'],
  ['misclassified', 'the example itself is put in another class; it counts as falsified.'],
  ['unknown', 'neither was shown, in the time there was or at all; it counts as an error.'],
  ['broken, unbroken', 'an attack found a counter-example, or it found none, which proves nothing.'],
  ['test error', 'the share of the examples that are misclassified.'],
  [
    'PGD error',
    'the share for which an attack by gradients finds a counter-example, or that are misclassified.',
  ],
  [
    'verified error',
    'the share that is not verified. Of two figures the first is the share that is falsified: the true error lies between.',
  ],
  ['kappa', 'the weight of the loss on clean examples in training; the rest is that of the bounds.'],
];

/** What the words of the report mean. */
export const Words = () => (
  <Section id="words" title="Words">
    <dl class="ibp-words">
      {words.map(([word, meaning]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Section>
);
