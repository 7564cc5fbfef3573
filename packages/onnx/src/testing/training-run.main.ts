/** Prints a {@link trainingRun}, with the engine's options as the one argument: for engines that jest cannot load. */
import '@ibp/backend/cpu';
import '@ibp/backend/gradients';
import '@tensorflow/tfjs-backend-cpu';
import { trainingRun } from './training-run';

console.log(JSON.stringify(await trainingRun(JSON.parse(process.argv[2]!))));
