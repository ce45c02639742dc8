import { definePermissions, nameActions } from '#modules/org/server/index.ts';
import { handleOutside } from '#platform/server/jobs.ts';
import type { AppModule } from '#platform/server/module.ts';
import { wecomPermissions } from '../contract.ts';
import { accountRoutes } from './accounts/account.routes.ts';
import { callbackRoutes } from './callbacks/callback.routes.ts';
import { processCallbacks } from './callbacks/jobs.ts';
import { workOnCallbacks } from './callbacks/process.service.ts';
import { connectRoutes } from './connect/connect.routes.ts';
import { corpRoutes } from './corps/corp.routes.ts';
import { wecomDataSets } from './data-sets.ts';
import { encryptedColumns } from './encrypted.ts';
import { healthRoutes } from './health/health.routes.ts';
import { refreshCopy } from './mirror/jobs.ts';
import { giveOutRefreshes, refresh } from './mirror/refresh.service.ts';
import { whenStale } from './mirror/stale.repo.ts';
import { wecomRetention } from './retention.ts';
import type { WecomSettings } from './settings.ts';
import { syncRoutes } from './sync/sync.routes.ts';
import { startDueReconciles } from './sync/sync.service.ts';
import { syncCorp } from './sync/sync-task.ts';

definePermissions(wecomPermissions, {
  'wecom.corp.read': [
    'administrator',
    'bank_it',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'wecom.corp.manage': ['administrator', 'bank_it'],
  'wecom.official.read': [
    'administrator',
    'bank_it',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'wecom.official.manage': ['administrator', 'head_office_operator'],
  'wecom.mini.read': [
    'administrator',
    'bank_it',
    'head_office_operator',
    'branch_operator',
    'auditor',
  ],
  'wecom.mini.manage': ['administrator', 'bank_it'],
});
nameActions({
  'wecom.corp-connected': ['接入企业微信企业', 'WeCom corp connected'],
  'wecom.corp-changed': ['修改企业微信企业', 'WeCom corp changed'],
  'wecom.account-added': ['登记公众号或小程序', 'WeChat account added'],
  'wecom.account-changed': ['修改公众号或小程序', 'WeChat account changed'],
  'wecom.app-added': ['登记企业微信应用', 'WeCom app added'],
  'wecom.app-changed': ['修改企业微信应用', 'WeCom app changed'],
  'wecom.app-secret-replaced': ['更换应用 Secret', 'Secret of a WeCom app replaced'],
  'wecom.callback-keys-renewed': ['更换回调密钥', 'Callback keys renewed'],
  'wecom.connection-tested': ['测试企业微信接入', 'WeCom connection tested'],
  'wecom.archive-key-added': ['登记会话存档私钥', 'Key of the conversation archive added'],
  'wecom.callback-replayed': ['重放回调', 'Callback replayed'],
  'wecom.sync-started': ['开始同步企业微信', 'Sync of a WeCom corp started'],
  'wecom.sync-stopped': ['停止同步企业微信', 'Sync of a WeCom corp stopped'],
  'wecom.reconcile-scheduled': ['设置每晚对账时间', 'Nightly reconcile scheduled'],
});

export function wecomModule(settings: WecomSettings): AppModule {
  return {
    name: 'wecom',
    dataSets: wecomDataSets,
    routes: (app) => {
      corpRoutes(app, settings);
      callbackRoutes(app, settings);
      healthRoutes(app);
      accountRoutes(app);
      connectRoutes(app, settings);
      syncRoutes(app);
    },
    jobs: [handleOutside(processCallbacks, workOnCallbacks), handleOutside(refreshCopy, refresh)],
    tickers: [
      { name: 'wecom.refresh-copy', run: giveOutRefreshes, nextAt: whenStale },
      { name: 'wecom.nightly-reconcile', run: startDueReconciles },
    ],
    encrypted: encryptedColumns,
    retention: wecomRetention,
  };
}

/** Long work of this module. */
export const wecomTasks = [syncCorp];
