import { createGateway } from './gateway.ts';

/** The way to WeCom of this process: every call of the product goes through it. */
export const { call: callWecom } = createGateway();
