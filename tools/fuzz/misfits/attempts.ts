import { classificationSpec } from '@ibp/bounds';
import { enclose, rigorousBounds, verifyByLp, verifyByMip } from '@ibp/exact';
import { type BoundMethod, ibp } from '@ibp/layers';
import {
  alphaCrown,
  crown,
  crownIbp,
  fastLin,
  forwardLinear,
  hybridZonotope,
  outerPolytope,
  zonotope,
} from '@ibp/relax';
import { boundStage, rigorousStage } from '@ibp/verify';
import { type Attempt, bounded, boxOf, certified, explained, radius, says, searched } from './ask';
import { misfits, plainSpecOf, specOf } from './properties';

const methods: { readonly [name: string]: BoundMethod } = {
  ibp: ibp(),
  'ibp without elision': ibp({ elide: false }),
  'crown-ibp': crownIbp(),
  crown: crown(),
  'fast-lin': fastLin(),
  'alpha-crown': alphaCrown({ steps: 1 }),
  forward: forwardLinear(),
  zonotope: zonotope(),
  'outer-polytope': outerPolytope(),
  'hybrid-zonotope': hybridZonotope(),
};

const unit = () => ({ lower: new Float64Array(2), upper: new Float64Array(2).fill(1) });

const right = () => classificationSpec([2], 3);

const rightRow = { c: Float64Array.of(1, 0, 0), d: Float64Array.of(-1) };

type Named = readonly [name: string, attempt: Attempt];

const ofTensors = (): Named[] =>
  Object.entries(misfits).flatMap(([misfit, given]): Named[] => [
    ...Object.entries(methods).map(
      ([name, method]): Named => [
        `${name}: ${misfit}`,
        bounded(method, () => ({ box: boxOf(0, 1), spec: specOf(given) })),
      ],
    ),
    [`branch and bound: ${misfit}`, searched(() => specOf(given))],
  ]);

const ofArrays = (): Named[] =>
  Object.entries(misfits).flatMap(([misfit, given]): Named[] => {
    const spec = plainSpecOf(given);
    if (!spec) return [];
    const stages = [boundStage('ibp', ibp()), boundStage('crown', crown()), rigorousStage('ibp')];
    const solvers = { lp: verifyByLp, mip: verifyByMip };
    return [
      ...(['ibp', 'crown', 'crown-crown'] as const).map(
        (method): Named => [
          `rigorous ${method}: ${misfit}`,
          async ({ plain }) => says(rigorousBounds(plain, unit(), spec, { method })),
        ],
      ),
      ...Object.entries(solvers).map(
        ([name, decide]): Named => [
          `${name}: ${misfit}`,
          async ({ plain, solver }) => {
            const options = { solver, timeLimit: 1, bounds: enclose(plain, unit()).boxes };
            return (await decide(plain, unit(), spec, options)).status === 'verified';
          },
        ],
      ),
      ...stages.map(
        (stage): Named => [`certify by ${stage.name}: ${misfit}`, certified({ spec: [spec] }, stage)],
      ),
    ];
  });

const ofLabels = (): Named[] => [
  ...[-1, 3, 1.5, Number.NaN].flatMap((label): Named[] => [
    [`certify: label ${label}`, certified({ labels: [label] }, boundStage('ibp', ibp()))],
    [`explain: label ${label}`, explained(label)],
    [`radiusSearch: label ${label}`, radius([label])],
  ]),
  ['certify: no labels', certified({}, boundStage('ibp', ibp()))],
  ['certify: two labels for one example', certified({ labels: [2, 2] }, boundStage('ibp', ibp()))],
  ['radiusSearch: two labels for one example', radius([2, 2])],
];

const ofBoxes = (): Named[] => [
  ...Object.entries(methods).flatMap(([name, method]): Named[] => [
    [`${name}: a box of three features`, bounded(method, () => ({ box: boxOf(0, 1, 3), spec: right() }))],
    [`${name}: an empty box`, bounded(method, () => ({ box: boxOf(1, 0), spec: right() }))],
  ]),
  [
    'rigorous: an empty box',
    async ({ plain }) => says(rigorousBounds(plain, { lower: unit().upper, upper: unit().lower }, rightRow)),
  ],
  [
    'rigorous: a box of three features',
    async ({ plain }) => {
      const three = { lower: new Float64Array(3), upper: new Float64Array(3) };
      return says(rigorousBounds(plain, three, rightRow));
    },
  ],
];

/** Everything that is tried, by name. */
export const attempts = (): Named[] => [...ofTensors(), ...ofArrays(), ...ofLabels(), ...ofBoxes()];
