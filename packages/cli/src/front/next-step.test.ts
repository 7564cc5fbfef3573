import { nextStep } from './next-step';

const settings = { data: 'auto', out: 'runs/a', restart: false, checkpointEvery: 1, testExamples: 5 };
const cascade = { mode: 'float32', pgdSteps: 1, pgdRestarts: 1, budget: 1, complete: [], seed: 0 } as const;
const certify = { ...cascade, workers: 1, audit: false };

it('says how to go on, with the folder and the radius that there are', () => {
  const train = { command: 'train', recipe: {} as never, settings } as const;
  expect(nextStep('ibp', train)).toBe('ibp certify --out runs/a --test-examples 100');
  const rigorous = { ...certify, epsilon: 8 / 255, mode: 'rigorous' } as const;
  expect(nextStep('npm start --', { command: 'certify', settings, certify: rigorous })).toMatch(
    /^npm start -- check .*runs.a.certify-0.03137-rigorous.certificate.json runs\/a --epsilon 0.0313\d* --test-examples 5$/,
  );
  expect(nextStep('ibp', { command: 'certify', settings, certify })).toBe('ibp explain 0 runs/a');
  const unproved = { ...certify, epsilon: 0.1, proofs: false };
  expect(nextStep('ibp', { command: 'certify', settings, certify: unproved })).toBeUndefined();
  expect(nextStep('ibp', { command: 'other', name: 'data', perform: async () => undefined })).toBeUndefined();
});
