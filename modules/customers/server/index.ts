export { tellChanged } from './changed.ts';
