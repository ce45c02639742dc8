export { setupInForce } from './setups/setup.service.ts';
