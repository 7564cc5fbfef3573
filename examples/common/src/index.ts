export type { Example, Source } from './example';
export { type Invocation, parseFlags, type Settings } from './flags';
export { learningRateText, type Recipe, type Schedules, schedulesOf } from './recipe';
export { type Report, resultsTable } from './report';
export { main, run } from './run';
