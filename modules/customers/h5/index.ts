export { CustomerPages } from './CustomerPages.tsx';
