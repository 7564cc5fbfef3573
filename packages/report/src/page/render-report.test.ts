import { decode } from 'fast-png';
import type { ReportData } from '../data/report-data';
import { picturesOf, rowsOf, textOf } from '../testing/page';
import { renderReport } from './render-report';

const format = { shape: [1, 2], classes: 3, classNames: ['cat', 'dog', 'owl'] };
const whole: ReportData = {
  command: 'ibp certify --epsilon 0.1',
  run: {
    example: 'pets',
    recipe: { model: 'small', seed: 7, clipNorm: null, decays: [[0.5, 0.1]] },
    data: { source: 'full', description: 'pictures of pets', train: 9000, test: 4 },
    network: { parameters: 329606, hiddenUnits: 6004 },
    weightsHash: 'abc',
    evaluation: { epsilon: 0.1, examples: 4, error: 0.25, verifiedError: 0.75 },
  },
  metrics: [
    { step: 1, epoch: 0.5, loss: 2, epsilon: 0, kappa: 1, parts: { fit: 2 } },
    {
      step: 2,
      epoch: 1,
      loss: 1,
      epsilon: 0.1,
      kappa: 0.5,
      parts: { fit: 1, spec: 3 },
      tracked: { examples: 2, epsilon: 0.1, error: 0, adversarialError: 0.5, verifiedError: 1 },
    },
  ],
  certification: {
    weights: 'abc',
    epsilon: 0.1,
    stages: ['clean', 'ibp', 'pgd', 'mip'],
    errors: { test: 0.25, pgd: 0.5, ibp: 0.75 },
    summary: {
      examples: 4,
      verified: 1,
      falsified: 2,
      unknown: 1,
      stages: {
        clean: { verified: 0, falsified: 1, seconds: 0.1 },
        ibp: { verified: 1, falsified: 0, seconds: 0.2 },
        pgd: { verified: 0, falsified: 1, seconds: 120 },
      },
      reasons: { 'time-out': 1 },
    },
  },
  format,
  examples: [
    { index: 0, label: 0, verdict: { status: 'verified', method: 'ibp' } },
    { index: 1, label: 1, verdict: { status: 'unknown', reason: 'time-out', detail: 'mip: out of time' } },
    {
      index: 2,
      label: 0,
      x: [0.5, 1],
      verdict: { status: 'falsified', method: 'pgd', witness: { x: [0.6, 0.95], taken: 2, margin: 0.125 } },
    },
    {
      index: 3,
      label: 0,
      x: [0, 0],
      verdict: { status: 'falsified', method: 'clean', witness: { x: [0, 0], taken: 1, margin: 1 } },
    },
  ],
  radii: {
    weights: 'abc',
    images: [
      { index: 0, label: 0, certified: 0.2, falsified: null },
      { index: 1, label: 1, certified: -1, falsified: 0 },
    ],
  },
};

const headings = (html: string) => [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title]) => title);

describe('a report of all that there is', () => {
  const html = renderReport(whole);

  it('is called by model and data, and has a part for each thing', () => {
    expect(html).toContain('<title>Robustness of small on pets</title>');
    expect(headings(html)).toEqual([
      ...['Results', 'Stages', 'Classes', 'Counter-examples', 'Radii', 'Training', 'The run', 'Words'],
    ]);
  });

  it('begins with the errors; the true one lies between what was broken and what was not proved', () => {
    const [figures] = /<dl class="ibp-headline">.*?<\/dl>/s.exec(html)!;
    expect(textOf(figures)).toBe(
      [
        ...['test error', '25.00 %', '4 examples, epsilon 0.1'],
        ...['PGD error', '50.00 %', '4 examples, epsilon 0.1'],
        ...['verified error', '50.00 to 75.00 %', 'by all stages; 4 examples, epsilon 0.1'],
        ...['verified error by IBP', '75.00 %', '4 examples, epsilon 0.1'],
      ].join('\n'),
    );
    expect(rowsOf(html, 'Errors').slice(1)).toEqual([
      ['certify', '4', '0.1', '25.00 %', '50.00 %', '50.00 to 75.00 %', 'all stages'],
      ['certify', '4', '0.1', '–', '–', '75.00 %', 'IBP alone'],
      ['evaluate', '4', '0.1', '25.00 %', '–', '75.00 %', 'IBP'],
      ['training, step 2', '2', '0.1', '0.00 %', '50.00 %', '100.00 %', 'IBP'],
    ]);
  });

  it('counts verdicts, the misclassified apart from those that were broken', () => {
    const [verdicts] = /<div class="ibp-verdicts">.*?<\/ul>/s.exec(html)!;
    expect(textOf(verdicts).replaceAll(/\s+/g, ' ')).toBe(
      'verified 1 25.00 % unknown 1 25.00 % falsified 1 25.00 % misclassified 1 25.00 %',
    );
  });

  it('has a row for each stage in the order in which they were asked, one that saw nothing as well', () => {
    expect(rowsOf(html, 'What each stage settled')).toEqual([
      ['stage', 'verified', 'falsified', 'time'],
      ['clean', '0', '1', '0.1 s'],
      ['ibp', '1', '0', '0.2 s'],
      ['pgd', '0', '1', '2 min'],
      ['mip', '0', '0', 'not reached'],
      ['all stages', '1', '2', '2 min'],
    ]);
    expect(rowsOf(html, 'Why examples are unknown')[1]).toEqual(['time-out', '1']);
    expect(rowsOf(html, 'What stages said of them')[1]).toEqual(['1', 'time-out', 'mip: out of time']);
  });

  it('counts by class', () => {
    expect(rowsOf(html, 'Verdicts by class').map((row) => row.slice(0, 6))).toEqual([
      ['class', 'examples', 'verified', 'unknown', 'falsified', 'misclassified'],
      ['cat', '3', '1', '0', '1', '1'],
      ['dog', '1', '0', '1', '0', '0'],
    ]);
  });

  it('draws the example, the counter-example and what is between them, and says what it is taken for', () => {
    const pictures = picturesOf(html).map((address) =>
      decode(Uint8Array.from(atob(address.replace('data:image/png;base64,', '')), (c) => c.charCodeAt(0))),
    );
    expect(pictures.map(({ width, height }) => [width, height])).toEqual(Array(3).fill([2, 1]));
    // 0.1 is the most, and drawn white; -0.05 is half of the way to black
    expect(pictures.map(({ data }) => [...data])).toEqual([
      [128, 255],
      [153, 242],
      [255, 64],
    ]);
    expect(html).toContain('alt="counter-example to 2, taken for owl"');
    const [figure] = /<figure class="ibp-counter-example">.*?<\/figure>/s.exec(html)!;
    expect(textOf(figure).replaceAll('\n', ' ')).toBe(
      '2: cat → owl moved by at most 0.1, found by pgd, margin 0.125',
    );
  });

  it('says what identifies the run', () => {
    expect(Object.fromEntries(rowsOf(html, 'What it is of'))).toEqual({
      command: 'ibp certify --epsilon 0.1',
      epsilon: '0.1',
      'hash of the weights': 'abc',
      parameters: '329,606',
      'hidden units': '6,004',
      data: 'full; pictures of pets; 9,000 to train on, 4 to test',
    });
    expect(Object.fromEntries(rowsOf(html, 'The recipe'))).toEqual({
      ...{ model: 'small', seed: '7', clipNorm: '–', decays: '[[0.5,0.1]]' },
    });
  });

  it('is one file: it names no other, runs nothing, and forbids a reader’s browser to', () => {
    expect(html).not.toMatch(/<script|https?:|@import|url\(|\son\w+=/);
    const addresses = [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.every((address) => address!.startsWith('data:'))).toBe(true);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  });

  it('is the same for the same data, and for the data as JSON', () => {
    expect(renderReport(whole)).toBe(html);
    expect(renderReport(JSON.parse(JSON.stringify(whole)))).toBe(html);
  });
});

it('reports an attack, and a network that is no run', () => {
  const evaluation = { epsilon: [0.1, 0], examples: 3, error: 0.5, verifiedError: 1 };
  const statuses = ['broken', 'unbroken', 'undefined', 'unbroken'];
  const images = statuses.map((status, index) => ({ index, status }));
  const html = renderReport({
    attack: { epsilon: 0.25, steps: 40, restarts: 1, seed: 3, images },
    evaluations: { IBP: evaluation, 'CROWN-IBP': { ...evaluation, verifiedError: 0.75 } },
  });
  expect(rowsOf(html, 'Errors').slice(1)).toEqual([
    // what is undefined was not withstood
    ['attack', '4', '0.25', '–', '50.00 %', '–', '–'],
    ['evaluate', '3', '0 to 0.1, by feature', '50.00 %', '–', '100.00 %', 'IBP'],
    ['evaluate', '3', '0 to 0.1, by feature', '50.00 %', '–', '75.00 %', 'CROWN-IBP'],
  ]);
  expect(rowsOf(html, 'What was asked of it')).toEqual([['PGD', '40 steps, 1 restarts, seed 3']]);
  expect(rowsOf(html, 'What it is of')).toContainEqual(['epsilon', '0.25']);
});

describe('odd data', () => {
  it('of nothing at all there are the words alone', () => {
    const html = renderReport({});
    expect(headings(html)).toEqual(['The run', 'Words']);
    expect(html).toContain('<h1>Robustness report</h1>');
  });

  it('shows names as text, whatever they hold', () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const html = renderReport({
      title: evil,
      command: evil,
      run: { example: evil, recipe: { [evil]: evil }, data: { description: evil, part: evil } },
      metrics: [{ step: 1, loss: 1, parts: { [evil]: 1 } }],
      certification: {
        stages: [evil],
        summary: {
          examples: 1,
          verified: 0,
          falsified: 0,
          unknown: 1,
          stages: { [evil]: { verified: 0, falsified: 0, seconds: 1 } },
          reasons: { [evil]: 1 },
        },
      },
      format: { ...format, classNames: [evil, evil, evil] },
      examples: [
        {
          index: 0,
          label: 0,
          x: [0, 0],
          verdict: { status: evil, method: evil, witness: { x: [1, 1], taken: 1 } },
        },
        { index: 1, label: 1, verdict: { status: 'unknown', reason: evil, detail: evil } },
      ],
    });
    expect(html.match(/<script|<img src=x/g)).toBeNull();
    expect(textOf(html)).toContain(evil);
    // the pictures' own words stay within their attributes
    const attributes = [...html.matchAll(/<img\s(?:[^>"]|"[^"]*")*>/g)].map(([tag]) =>
      tag.replace(/"[^"]*"/g, '').trim(),
    );
    expect(attributes).toEqual(Array(3).fill('<img class= src= alt= width= height=/>'));
  });

  it('shows verdicts that it does not know as they are, those of objects in JavaScript too', () => {
    const statuses = ['broken', 'unbroken', 'undefined', 'constructor', '__proto__'];
    const examples = [
      ...statuses.map((status, index) => ({ index, label: 0, verdict: { status } })),
      { index: 9, label: 0 },
    ];
    const [head, row] = rowsOf(renderReport({ examples }), 'Verdicts by class');
    expect(head!.slice(2, -1)).toEqual([
      'unbroken',
      'not settled',
      'broken',
      'undefined',
      'constructor',
      '__proto__',
    ]);
    expect(row!.slice(2, -1)).toEqual(Array(6).fill('1'));
  });

  it('breaks curves where a figure is not finite, and says so', () => {
    const losses = [1, null, Number.NaN, 2, Number.POSITIVE_INFINITY];
    const html = renderReport({ metrics: losses.map((loss, i) => ({ step: i + 1, loss })) });
    expect(textOf(html)).toContain(
      'The loss was no finite number in 3 rows of the training, the first of them at step 2.',
    );
    expect(html).not.toMatch(/NaN|Infinity/);
  });

  it('draws a training that diverged from its first step', () => {
    const html = renderReport({ metrics: [{ step: 1, loss: null, learningRate: 0, epsilon: 0 }] });
    expect(html).toContain('loss by step. loss: no figures');
    expect(html).not.toMatch(/NaN|Infinity/);
  });

  it('shows the worst of many classes, and the others where they are asked for', () => {
    const examples = Array.from({ length: 1000 }, (_, label) => ({
      index: label,
      label,
      verdict: { status: label === 700 ? 'unknown' : 'verified' },
    }));
    const html = renderReport({ examples });
    const worst = rowsOf(html, 'The 25 of 1,000 classes of which the smallest share is verified');
    expect(worst[1]!.slice(0, 2)).toEqual(['700', '1']);
    expect(worst).toHaveLength(26);
    expect(html).toContain('<summary>The other 975 classes</summary>');
    expect(rowsOf(html, 'The other classes, the worst first')).toHaveLength(976);
  });

  it('has a bar for one class, and none where examples have no class', () => {
    const of = (more: object) =>
      renderReport({ examples: [{ index: 0, verdict: { status: 'verified' }, ...more }] });
    expect(rowsOf(of({ label: 0 }), 'Verdicts by class')).toHaveLength(2);
    expect(headings(of({}))).not.toContain('Classes');
  });

  it('leaves out counter-examples where there are none, or none but those that are wrong as they are', () => {
    const examples = whole.examples!.filter(({ index }) => index !== 2);
    expect(headings(renderReport({ ...whole, examples }))).not.toContain('Counter-examples');
    expect(headings(renderReport({ ...whole, examples: [] }))).not.toContain('Counter-examples');
  });

  it('shows a few of many counter-examples', () => {
    const examples = Array.from({ length: 30 }, (_, index) => ({ ...whole.examples![2]!, index }));
    const html = renderReport({ format, examples });
    expect(picturesOf(html)).toHaveLength(3 * 24);
    expect(textOf(html)).toContain('The first 24 of 30 counter-examples that were found within epsilon.');
  });

  it('shows the features that were moved most where inputs are no pictures', () => {
    const x = Array.from({ length: 10 }, (_, i) => i);
    const far = x.map((value, i) => (i === 4 ? 5 : i === 7 ? 6.5 : value));
    const everywhere = x.map((value, i) => value + (i + 1) / 8);
    const verdict = { status: 'falsified', method: 'pgd', witness: { x: far } };
    const witness = { x: everywhere };
    const html = renderReport({
      format: { shape: [10] },
      examples: [
        { index: 0, x, verdict },
        { index: 1, x, verdict: { ...verdict, witness } },
      ],
    });
    expect(picturesOf(html)).toEqual([]);
    expect(rowsOf(html, 'The 8 features that were moved most').map(([feature]) => feature)).toEqual([
      ...['feature', '9', '8', '7', '6', '5', '4', '3', '2'],
    ]);
    expect(rowsOf(html, 'The features that were moved')).toEqual([
      ['feature', 'example', 'counter-example', 'difference'],
      ['4', '4', '5', '1'],
      ['7', '7', '6.5', '-0.5'],
    ]);
    expect(textOf(html)).toContain('another class');
  });

  it('takes a counter-example as a journal keeps it', () => {
    const x = {
      Float32Array: btoa(String.fromCharCode(...new Uint8Array(Float32Array.of(0.6, 0.95).buffer))),
    };
    const [, , broken] = whole.examples!;
    const { verdict } = broken!;
    const kept = { ...broken!, verdict: { ...verdict!, witness: { ...verdict!.witness!, x } } };
    expect(picturesOf(renderReport({ format, examples: [kept] }))).toEqual(picturesOf(renderReport(whole)));
  });

  it('refuses pictures of another size, naming the one', () => {
    const examples = [{ ...whole.examples![2]!, x: [1, 2, 3] }];
    expect(() => renderReport({ format, examples })).toThrow(
      'report: expected 2 values of example 2, of shape [1, 2], got 3',
    );
  });

  it('says where its parts do not belong together', () => {
    const text = textOf(renderReport({ ...whole, run: { ...whole.run, weightsHash: 'other' } }));
    expect(text).toContain('The parts of this report are of different weights');
    expect(textOf(renderReport(whole))).not.toContain('different weights');
    const fewer = textOf(renderReport({ ...whole, examples: whole.examples!.slice(1) }));
    expect(fewer).toContain('not those that the certification sums up');
    expect(textOf(renderReport(whole))).not.toContain('sums up');
    const unproved = { ...whole, certification: { ...whole.certification!, proofs: 'none' } };
    expect(textOf(renderReport(unproved))).toContain('No proofs were made');
    expect(textOf(renderReport(whole))).not.toContain('No proofs were made');
  });

  it('says what verdicts hold in, where that is not real numbers', () => {
    const certification = { epsilon: 0.1, arithmetic: 'any-order-float32' };
    const facts = Object.fromEntries(rowsOf(renderReport({ certification }), 'What was asked of it'));
    expect(facts['verdicts hold in']).toBe('any-order-float32');
  });

  it('says that features are not all moved as far, also where it cannot be read', () => {
    const facts = (scale: string) =>
      Object.fromEntries(rowsOf(renderReport({ certification: { epsilon: 0.1, scale } }), 'What it is of'));
    expect(facts('[0,2,1]')).toMatchObject({
      epsilon: '0.1',
      'times, for each feature': '0 to 2, by feature',
    });
    expect(facts('[0,')).toMatchObject({ 'times, for each feature': '[0,' });
  });

  it('says epsilon and a range that differ by feature, or have no end', () => {
    const facts = (epsilon: number[], range: [number | null, number]) =>
      Object.fromEntries(
        rowsOf(renderReport({ certification: { epsilon }, format: { shape: [2], range } }), 'What it is of'),
      );
    expect(facts([0.5, 0], [null, 1])).toMatchObject({
      epsilon: '0 to 0.5, by feature',
      'range of inputs': 'no limit to 1',
    });
  });
});
