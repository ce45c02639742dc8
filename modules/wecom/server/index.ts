import { createGateway } from './gateway/gateway.ts';

export type {
  CallInput,
  CallOptions,
  CallResult,
  Via,
} from './gateway/gateway.ts';

/** The way to WeCom of this process: every call of the product goes through it. */
export const { call: callWecom } = createGateway();
