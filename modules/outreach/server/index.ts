export { createGate, type Decided, type Gate } from './gate.ts';
