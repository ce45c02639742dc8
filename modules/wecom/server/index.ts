export { connectDemoCorps } from './demo/connect-demo-corps.ts';
export { callWecom } from './gateway/call-wecom.ts';
export type {
  CallInput,
  CallOptions,
  CallResult,
  Via,
} from './gateway/gateway.ts';
