import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';

const Signature = z.object({
  timestamp: z.int(),
  nonceStr: z.string(),
  signature: z.string(),
});

/** What a page needs to speak to WeCom's client: signed for exactly this address. */
export const signPage = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/jssdk',
  permission: 'workbench.own.use',
  summary: ['侧边栏签名', 'Signatures for the sidebar'],
  query: z.object({ url: z.url().max(2000) }),
  reply: z.object({
    corpId: z.string(),
    agentId: z.int(),
    corp: Signature,
    agent: Signature,
    /** Where WeCom's client scripts are loaded from. */
    scripts: z.array(z.url()),
  }),
});

/** Sign-in of colleagues inside WeCom; leads back to `to`, a page of the workbench. */
export const workbenchSignInPath = '/m/sign-in';
