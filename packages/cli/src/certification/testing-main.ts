/** The command line of the tests: what a child process runs, to be killed. */
import { main } from '../front/run-front';
import { digits } from '../testing';

void main(digits);
