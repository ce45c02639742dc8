export type { HealthSources } from './health/sources.ts';
export { setupInForce } from './setups/setup.service.ts';
