import type { ComponentChildren } from 'preact';
import { hashOf } from '../state/route';

type Step = {
  readonly title: string;
  readonly text: ComponentChildren;
  readonly formula: ComponentChildren;
  readonly link: string;
  readonly look: string;
};

/** A formula on a line of its own. */
const Formula = ({ children }: { readonly children: ComponentChildren }) => (
  <math class="formula" display="block">
    {children}
  </math>
);

const z = (index: string) => (
  <msub>
    <mi>z</mi>
    <mi>{index}</mi>
  </msub>
);

const steps: readonly Step[] = [
  {
    title: 'Why an attack is no proof',
    text: (
      <p>
        An attack such as PGD climbs from a random point of the ball towards an image that is misclassified.
        Where it arrives, the network is broken: here is the image. Where it does not, nothing follows. It may
        have climbed the wrong hill. The ball of this digit has more images than anybody could try; to speak
        about all of them takes a bound.
      </p>
    ),
    formula: (
      <Formula>
        <mo>∃</mo>
        <mi>x′</mi>
        <mo>,</mo>
        <msub>
          <mrow>
            <mo>‖</mo>
            <mi>x′</mi>
            <mo>−</mo>
            <mi>x</mi>
            <mo>‖</mo>
          </mrow>
          <mi>∞</mi>
        </msub>
        <mo>≤</mo>
        <mi>ε</mi>
        <mo>:</mo>
        {z('other')}
        <mtext>(</mtext>
        <mi>x′</mi>
        <mtext>)</mtext>
        <mo>&gt;</mo>
        {z('label')}
        <mtext>(</mtext>
        <mi>x′</mi>
        <mtext>)</mtext>
        <mspace width="0.4em" />
        <mo>?</mo>
      </Formula>
    ),
    link: hashOf('attack', [
      ['net', 'ordinary'],
      ['digit', '9'],
      ['eps', '0.08'],
    ]),
    look: 'A digit that the attack does not break, and that no bound proves',
  },
  {
    title: 'Boxes',
    text: (
      <p>
        Let each pixel be an interval instead of a number, and compute with intervals: a sum of intervals is
        an interval, and a relu cuts one off at 0. At the end each logit has an interval that holds it for{' '}
        <em>every</em> image of the ball. If the label’s least is above every other’s greatest, that is a
        proof. It costs about two passes through the network: one of the middles μ, and one of the half widths
        r.
      </p>
    ),
    formula: (
      <Formula>
        <msub>
          <mi>μ</mi>
          <mi>k</mi>
        </msub>
        <mo>=</mo>
        <mi>W</mi>
        <msub>
          <mi>μ</mi>
          <mrow>
            <mi>k</mi>
            <mo>−</mo>
            <mn>1</mn>
          </mrow>
        </msub>
        <mo>+</mo>
        <mi>b</mi>
        <mo>,</mo>
        <mspace width="1em" />
        <msub>
          <mi>r</mi>
          <mi>k</mi>
        </msub>
        <mo>=</mo>
        <mtext>|</mtext>
        <mi>W</mi>
        <mtext>|</mtext>
        <msub>
          <mi>r</mi>
          <mrow>
            <mi>k</mi>
            <mo>−</mo>
            <mn>1</mn>
          </mrow>
        </msub>
      </Formula>
    ),
    link: hashOf('attack', [
      ['net', 'certified'],
      ['digit', '9'],
      ['eps', '0.1'],
    ]),
    look: 'Intervals that prove a digit',
  },
  {
    title: 'The wrapping effect',
    text: (
      <p>
        A linear layer turns the box, and the interval box around what is turned has corners that no input
        reaches. The next layer starts from those corners as if they were real. Layer by layer the box grows,
        and what is unreal in it grows fastest: intervals have forgotten how the units hang together.
      </p>
    ),
    formula: (
      <Formula>
        <mi>x</mi>
        <mo>−</mo>
        <mi>x</mi>
        <mo>=</mo>
        <mn>0</mn>
        <mo>,</mo>
        <mspace width="1em" />
        <mtext>but</mtext>
        <mspace width="0.5em" />
        <mtext>[</mtext>
        <mn>0</mn>
        <mo>,</mo>
        <mn>1</mn>
        <mtext>]</mtext>
        <mo>−</mo>
        <mtext>[</mtext>
        <mn>0</mn>
        <mo>,</mo>
        <mn>1</mn>
        <mtext>]</mtext>
        <mo>=</mo>
        <mtext>[</mtext>
        <mn>−1</mn>
        <mo>,</mo>
        <mn>1</mn>
        <mtext>]</mtext>
      </Formula>
    ),
    link: hashOf('layers', [
      ['eps', '0.35'],
      ['seed', '5'],
    ]),
    look: 'A box that is turned and wrapped five times',
  },
  {
    title: 'Training makes boxes tight',
    text: (
      <p>
        The bound is a function of the weights, so it can be trained. The loss mixes how well the network does
        on the points with how well it would do in the worst corner of the interval box; the weight of the
        first, κ, falls while ε rises. The network learns weights under which intervals hardly lose anything.
      </p>
    ),
    formula: (
      <Formula>
        <mi>L</mi>
        <mo>=</mo>
        <mi>κ</mi>
        <mspace width="0.2em" />
        <mi>ℓ</mi>
        <mtext>(</mtext>
        <mi>z</mi>
        <mtext>)</mtext>
        <mo>+</mo>
        <mtext>(</mtext>
        <mn>1</mn>
        <mo>−</mo>
        <mi>κ</mi>
        <mtext>)</mtext>
        <mspace width="0.2em" />
        <mi>ℓ</mi>
        <mtext>(</mtext>
        <mover>
          <mi>z</mi>
          <mo>^</mo>
        </mover>
        <mtext>(</mtext>
        <mi>ε</mi>
        <mtext>)</mtext>
        <mtext>)</mtext>
      </Formula>
    ),
    link: hashOf('training', [['seed', '3']]),
    look: 'Three networks in training, of which one learns to be provable',
  },
  {
    title: 'When CROWN helps',
    text: (
      <p>
        CROWN puts two lines around each relu and pulls the question back through the network to the input:
        units stay tied to each other. Of a network that was not trained for intervals it proves what IBP
        cannot, and α-CROWN chooses the lines to prove more. Of one that was, there is little left to win:
        mind the bars, which lie on each other.
      </p>
    ),
    formula: (
      <Formula>
        <mi>α</mi>
        <mi>h</mi>
        <mo>≤</mo>
        <mi>relu</mi>
        <mtext>(</mtext>
        <mi>h</mi>
        <mtext>)</mtext>
        <mo>≤</mo>
        <mfrac>
          <mi>u</mi>
          <mrow>
            <mi>u</mi>
            <mo>−</mo>
            <mi>l</mi>
          </mrow>
        </mfrac>
        <mtext>(</mtext>
        <mi>h</mi>
        <mo>−</mo>
        <mi>l</mi>
        <mtext>)</mtext>
      </Formula>
    ),
    link: hashOf('attack', [
      ['net', 'ordinary'],
      ['digit', '9'],
      ['eps', '0.03'],
    ]),
    look: 'A digit that CROWN proves and IBP does not',
  },
  {
    title: 'What a certificate promises',
    text: (
      <p>
        A certificate says of one network, by its hash, one input and one ε that no input of the ball is taken
        for another class, and holds what it takes to show it again. Whoever doubts it has other code compute
        every bound anew, in arithmetic whose every rounding is paid for. It promises nothing about other
        inputs, about changes that are no ball, or about the label being right.
      </p>
    ),
    formula: (
      <Formula>
        <munder>
          <mi>max</mi>
          <mrow>
            <msub>
              <mrow>
                <mo>‖</mo>
                <mi>x′</mi>
                <mo>−</mo>
                <mi>x</mi>
                <mo>‖</mo>
              </mrow>
              <mi>∞</mi>
            </msub>
            <mo>≤</mo>
            <mi>ε</mi>
          </mrow>
        </munder>
        <mspace width="0.3em" />
        {z('other')}
        <mo>−</mo>
        {z('label')}
        <mo>&lt;</mo>
        <mn>0</mn>
      </Formula>
    ),
    link: hashOf('attack', [
      ['net', 'ordinary'],
      ['digit', '9'],
      ['eps', '0.04'],
    ]),
    look: 'Settle this digit, download its certificate, and check it',
  },
];

/** Learn: six steps, each with a state of the lab that one link opens. */
export const LearnPage = () => (
  <>
    <header class="page-head">
      <h1>Learn</h1>
      <p>Six short steps from attacks to certificates. Each link opens the lab where the step can be seen.</p>
    </header>
    <ol class="learn">
      {steps.map(({ title, text, formula, link, look }) => (
        <li key={title} class="panel">
          <h2>{title}</h2>
          {text}
          {formula}
          <p>
            <a class="button" href={link}>
              {`${look}\u00a0→`}
            </a>
          </p>
        </li>
      ))}
    </ol>
  </>
);
