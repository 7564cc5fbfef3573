import { whyNoCurve } from './why-no-curve';

const sweep = { earlyStopping: { name: 'median', from: 0.5, least: 3 } } as const;
const errors = { cleanError: 0.1, certifiedError: 0.25 };
const end = { error: 0.25, apart: 0.02 };

it.each([
  [[0.5, 1], undefined],
  [[0.5], 0.5],
  // others ended between two looks at its errors, which say nothing of the weights at its end
  [[0.5], 0.75],
])('takes errors at %j of a run that was stopped at %s', (shares, stopped) => {
  const curve = shares.map((share) => [share, share === (stopped ?? 1) ? 0.26 : 0.9] as const);
  expect(whyNoCurve({ ...errors, curve, ...(stopped && { stopped }) }, sweep, end)).toBeUndefined();
});

const upTo = 'expected errors up to 100.00 % of its steps';
const stoppedUpTo = 'expected errors up to 50.00 % to 100.00 % of its steps';
it.each([
  [
    { curve: [[1, 0.01]] },
    'an error of 1.00 % on tracked images in the end, which is 25.00 % when done again',
  ],
  [{ curve: [[0.5, 0.25]] }, `${upTo}, got some up to 50.00 % of a run of 100.00 %`],
  [{ curve: [] }, `${upTo}, got some up to 0.00 % of a run of 100.00 %`],
  [{}, `${upTo}, got some up to 0.00 % of a run of 100.00 %`],
  [{ curve: [[0.25, 0.25]], stopped: 0.25 }, `${stoppedUpTo}, got some up to 25.00 % of a run of 25.00 %`],
  [{ curve: [[1, 0.25]], stopped: 0.75 }, `${stoppedUpTo}, got some up to 100.00 % of a run of 75.00 %`],
] as const)('refuses %j', (found, why) => {
  expect(whyNoCurve({ ...errors, ...found }, sweep, end)).toBe(why);
});

it('compares no errors where other weights were kept than those that had them', () => {
  expect(whyNoCurve({ ...errors, curve: [[1, 0.01]] }, sweep, undefined)).toBeUndefined();
});

it('refuses a run that was stopped where nothing is', () => {
  const why = 'expected a run to its end, got one that may be stopped';
  expect(whyNoCurve({ ...errors, stopped: 0.5 }, {}, undefined)).toBe(why);
  expect(whyNoCurve({ ...errors, curve: [[1, 0.25]] }, {}, undefined)).toBe(why);
  expect(whyNoCurve(errors, {}, undefined)).toBeUndefined();
});
