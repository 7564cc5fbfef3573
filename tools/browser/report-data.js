/** A report with something in each of its parts; the last of its names would run a script where one was made of it. */
const side = 12;
const classes = 30;

/** A bright disc, moved a little for each index. */
const picture = (index, moved = 0) =>
  Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side), i % 3];
    const inside = Math.hypot(x - 4 - (index % 4), y - 6) < 3 + channel;
    return (inside ? 0.8 : 0.15) + (inside ? -moved : moved);
  });

const broken = (index) => ({
  status: 'falsified',
  method: 'pgd',
  witness: { x: picture(index, 0.05), taken: (index + 1) % classes, margin: 0.2 },
});
const verdicts = [
  { status: 'verified', method: 'ibp' },
  { status: 'unknown', reason: 'time-out', detail: 'mip: out of time' },
];

export const data = {
  command: 'ibp certify --epsilon 0.05 --html report.html',
  run: {
    example: 'discs',
    recipe: { model: 'small', epsilon: 0.05, steps: 300, seed: 1 },
    data: { source: 'made', description: 'bright discs', train: 600, test: 60 },
    network: { parameters: 1234, hiddenUnits: 56 },
    weightsHash: 'abc',
    versions: { node: '20.0.0', platform: 'linux x64', packages: { '@ibp/train': '0.0.0' } },
  },
  metrics: [1, 2, 3, 4].map((epoch) => ({
    step: 100 * epoch,
    epoch,
    epsilon: Math.min(0.05, 0.02 * epoch),
    kappa: 1 - epoch / 8,
    learningRate: 10 ** -(2 + Math.floor(epoch / 3)),
    loss: epoch === 3 ? null : 2 / epoch,
    parts: { fit: 1 / epoch, spec: 3 / epoch, l1: 100 },
    tracked: {
      examples: 20,
      epsilon: 0.05,
      error: 0.1 / epoch,
      adversarialError: 0.2,
      verifiedError: 1 / epoch,
    },
  })),
  certification: {
    weights: 'abc',
    epsilon: 0.05,
    stages: ['clean', 'ibp', 'pgd', 'mip'],
    errors: { test: 0, pgd: 1 / 3, ibp: 2 / 3 },
    summary: {
      ...{ examples: 60, verified: 20, unknown: 20, falsified: 20 },
      stages: {
        clean: { verified: 0, falsified: 0, seconds: 0.1 },
        ibp: { verified: 20, falsified: 0, seconds: 3 },
        pgd: { verified: 0, falsified: 20, seconds: 9 },
      },
      reasons: { 'time-out': 20 },
    },
  },
  format: {
    shape: [side, side, 3],
    classes,
    classNames: Array.from({ length: classes }, (_, k) =>
      k === classes - 1 ? '"><script>throw 1</script>' : `disc ${k}`,
    ),
  },
  examples: Array.from({ length: 60 }, (_, index) => ({
    ...{ index, label: index % classes, x: picture(index) },
    verdict: index % 3 === 2 ? broken(index) : verdicts[index % 3],
  })),
  radii: {
    weights: 'abc',
    images: [
      { index: 0, certified: 0.1, falsified: 0.2 },
      { index: 1, certified: 0.05, falsified: null },
    ],
  },
};
