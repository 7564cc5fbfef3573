/** `ibp` in a clone of the repository, from its sources: `npm run ibp -- --help`. */
import { ibpFront } from './front/ibp';
import { runFront } from './front/run-front';

void runFront(ibpFront, process.argv.slice(2));
