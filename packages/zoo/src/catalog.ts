import type { Card } from './card';
import { card as digitsSmall } from './cards/digits-0.1-small';
import { card as mnistMediumMtl } from './cards/mnist-0.1-medium-mtl';
import { card as mnistSmallMtl } from './cards/mnist-0.1-small-mtl';
import { card as mnist02MediumMtl } from './cards/mnist-0.2-medium-mtl';
import { card as mnist03MediumWide } from './cards/mnist-0.3-medium-wide';
import { card as mnist03Small } from './cards/mnist-0.3-small';
import { card as mnist04Medium } from './cards/mnist-0.4-medium';
import { card as mnist04Small } from './cards/mnist-0.4-small';

/** The file of a network in base64, as a module that bundlers make a chunk of. */
type FileModule = { readonly default: string };

/** A network of the zoo: what is known of it, and what loads its file. */
export type ZooEntry = { readonly card: Card; readonly file: () => Promise<FileModule> };

const entry = (card: Card, file: () => Promise<FileModule>): ZooEntry => ({ card, file });

/** Every network of the zoo. A new one is two files and two lines here. */
export const catalog = {
  'digits-0.1-small': entry(digitsSmall, () => import('./networks/digits-0.1-small')),
  'mnist-0.1-medium-mtl': entry(mnistMediumMtl, () => import('./networks/mnist-0.1-medium-mtl')),
  'mnist-0.1-small-mtl': entry(mnistSmallMtl, () => import('./networks/mnist-0.1-small-mtl')),
  'mnist-0.2-medium-mtl': entry(mnist02MediumMtl, () => import('./networks/mnist-0.2-medium-mtl')),
  'mnist-0.3-medium-wide': entry(mnist03MediumWide, () => import('./networks/mnist-0.3-medium-wide')),
  'mnist-0.3-small': entry(mnist03Small, () => import('./networks/mnist-0.3-small')),
  'mnist-0.4-medium': entry(mnist04Medium, () => import('./networks/mnist-0.4-medium')),
  'mnist-0.4-small': entry(mnist04Small, () => import('./networks/mnist-0.4-small')),
} as const satisfies { readonly [name: string]: ZooEntry };

/** What a network is called: data, radius, network. */
export type ZooName = keyof typeof catalog;
