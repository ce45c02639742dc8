import type { ApiDescription } from '#platform/server/openapi/document.ts';
import { productVersion } from '#platform/server/system/system.service.ts';

/** What the parts of the API are called: the words of the product, module by module. */
export const apiDescription: ApiDescription = {
  version: productVersion,
  titles: {
    platform: ['平台', 'Platform'],
    org: ['机构', 'Organisation'],
    outreach: ['触达', 'Outreach'],
    wecom: ['企业微信', 'WeCom'],
  },
  sessionCookie: 'yuhang_session',
};
