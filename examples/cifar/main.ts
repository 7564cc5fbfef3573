/**
 * Certified training on CIFAR-10: `npm start --workspace examples/cifar -- --help`.
 *
 * CIFAR-10 is read from the data directory, or downloaded there.
 */
import { cifarConfiguration, main } from '@ibp/cli';

await main(cifarConfiguration);
