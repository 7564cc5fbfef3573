export { forwardLinear } from './forward-linear';
