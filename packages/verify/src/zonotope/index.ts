export { zonotope } from './deep-z';
