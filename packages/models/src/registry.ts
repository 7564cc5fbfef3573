import { cnn3 } from './cnn3';
import { cnn5 } from './cnn5';
import { cnn7 } from './cnn7';
import { large } from './large';
import { medium } from './medium';
import { mlp } from './mlp';
import type { Model } from './model';
import { shallow } from './shallow';
import { small } from './small';
import { wideResNet10 } from './wide-res-net-10';

/** Every model by its name, as a command line chooses them. A new one is a file beside these and a line here. */
export const models = { small, medium, large, wideResNet10, cnn3, cnn5, cnn7, shallow, mlp } satisfies {
  [name: string]: Model;
};

/** The models that are found by name. */
export type ModelName = keyof typeof models;
