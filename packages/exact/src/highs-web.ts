export { answerProblems, type WorkerScope } from './solver/answer-problems';
export { type HighsWebOptions, highsWeb, type SolverWorker } from './solver/highs-web';
