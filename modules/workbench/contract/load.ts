import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';

export const WorkbenchSettings = z.object({
  /** Most items on the list of a day. */
  dailyLimit: z.int().min(1).max(200),
  /** Every customer is in touch with somebody within so many days. */
  cycleDays: z.int().min(7).max(365),
  /** Customers of one RM beyond which hands alone no longer do. */
  capacity: z.int().min(10).max(20_000),
});
export type WorkbenchSettings = z.infer<typeof WorkbenchSettings>;

export const getWorkbenchSettings = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/settings',
  permission: 'workbench.unit.read',
  summary: ['工作台设置', 'Settings of the workbench'],
  reply: WorkbenchSettings.extend({ version: z.int() }),
});

export const setWorkbenchSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/workbench/settings',
  permission: 'workbench.settings.manage',
  summary: ['修改工作台设置', 'Change the settings of the workbench'],
  body: WorkbenchSettings.extend({ version: z.int() }),
  reply: WorkbenchSettings.extend({ version: z.int() }),
});

/** How much each RM carries: customers, those reached by plans, open and late items. */
export const listLoads = endpoint({
  method: 'GET',
  path: '/api/v1/workbench/loads',
  permission: 'workbench.unit.read',
  summary: ['客户经理负荷', 'Load of RMs'],
  query: z.object({ ...pageQuery, over: z.enum(['yes', 'no']).optional() }),
  reply: pageOf(
    z.object({
      staff: z.object({ id: z.uuid(), name: z.string() }),
      unit: z.string(),
      customers: z.int(),
      /** Looked after by a running plan. */
      automated: z.int(),
      /** Customers by hand alone, above the capacity. */
      over: z.boolean(),
      inCycle: z.int(),
      open: z.int(),
      late: z.int(),
      doneThisWeek: z.int(),
    }),
  ).extend({ capacity: z.int(), cycleDays: z.int() }),
});
