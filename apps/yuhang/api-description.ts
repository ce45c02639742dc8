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
    content: ['内容', 'Content'],
    compliance: ['合规', 'Compliance'],
    audiences: ['客群', 'Audiences'],
    customers: ['客户', 'Customers'],
    tracking: ['行为数据', 'Behaviour'],
    segments: ['客群经营包', 'Segment packs'],
    sequences: ['培育序列', 'Sequences'],
    workbench: ['客户经理工作台', 'Workbench'],
    insights: ['计划报告', 'Reports'],
    rehearsal: ['沙盘推演', 'Rehearsals'],
    zones: ['客群专区', 'Zones'],
  },
  sessionCookie: 'yuhang_session',
};
