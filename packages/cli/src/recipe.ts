export { checkRecipe, learningRateText, type Recipe, type Schedules, schedulesOf } from '@ibp/recipes';
