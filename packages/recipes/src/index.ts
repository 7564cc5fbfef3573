export { buildLoss, methodNames } from './build-loss';
export { buildNetwork, type Task } from './build-network';
export { learningRateText } from './learning-rate';
export type { Method, MethodName, Regularizers } from './method';
export { findRecipe } from './published/find-recipe';
export { type DatasetName, type Published, published } from './published/published';
export { checkRecipe, type Recipe } from './recipe';
export { scaleRecipe } from './scale-recipe';
export { type Schedules, schedulesOf } from './schedules';
