import { audienceOwned, memberExport } from '#modules/audiences/server/index.ts';
import { audiencesModule, audienceTasks } from '#modules/audiences/server/module.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { contentModule } from '#modules/content/server/module.ts';
import {
  customerExport,
  customerImport,
  customersByIdentity,
  hasConsent,
  tagBatchTask,
  transactionImport,
} from '#modules/customers/server/index.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { insightsOwned, planReportExport } from '#modules/insights/server/index.ts';
import { insightsModule } from '#modules/insights/server/module.ts';
import {
  bankName,
  equipBanks,
  exportApprovals,
  orgExports,
  orgImports,
  staffActor,
} from '#modules/org/server/index.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { outreachOwned } from '#modules/outreach/server/index.ts';
import { outreachModule } from '#modules/outreach/server/module.ts';
import { rehearseTask } from '#modules/rehearsal/server/index.ts';
import { rehearsalModule } from '#modules/rehearsal/server/module.ts';
import { segmentsModule } from '#modules/segments/server/module.ts';
import { sequenceOwned } from '#modules/sequences/server/index.ts';
import { sequencesModule } from '#modules/sequences/server/module.ts';
import { rollupTask } from '#modules/tracking/server/index.ts';
import { trackingModule } from '#modules/tracking/server/module.ts';
import { wecomModule, wecomTasks } from '#modules/wecom/server/module.ts';
import { workbenchOwned } from '#modules/workbench/server/index.ts';
import { workbenchModule } from '#modules/workbench/server/module.ts';
import { zonesModule } from '#modules/zones/server/module.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import { exportDefinitions, exportsModule } from '#platform/server/exports/exports-module.ts';
import { filesModule } from '#platform/server/files/files-module.ts';
import { importsModule } from '#platform/server/imports/imports-module.ts';
import type { AppModule, EncryptedColumn } from '#platform/server/module.ts';
import { systemModule } from '#platform/server/system/module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { tickOnce } from '#platform/server/ticker.ts';
import { rehearsalHost } from './rehearsal/host.ts';
import { nameRule } from './rule-names.ts';
import { segmentHealth } from './segment-health.ts';
import { workbenchSources } from './workbench-sources.ts';
import './enforced-rules.ts';
import type { Installation } from './yuhang/installation.ts';

/** Every module of the product, each handed what it needs from outside. */
export function productModules(installation: Installation): AppModule[] {
  const { clock, config } = installation;
  const { mode, publicUrl, dataDir, wecomUrl, simulatorUrl } = config;
  const imports = importsModule([...orgImports, customerImport, transactionImport]);
  const exportable = exportDefinitions([
    ...orgExports,
    planReportExport({ nameRule }),
    customerExport,
    memberExport,
  ]);
  const askApproval = exportApprovals(exportable);
  const exports = exportsModule(exportable, { askApproval, bankName });
  const rehearsals = rehearsalHost(config.databaseUrl, (account) =>
    installation.vault.mac('rehearsal', Buffer.from(account)).toString('base64url'),
  );
  const tasks = tasksModule(
    [
      ...imports.tasks,
      ...exports.tasks,
      ...wecomTasks,
      tagBatchTask,
      rollupTask,
      ...audienceTasks,
      rehearseTask(rehearsals),
    ],
    staffActor,
  );
  const modules: AppModule[] = [
    orgModule({ mode, publicUrl }),
    complianceModule(),
    contentModule({ mode, publicUrl, ctxFor: (orgId) => installation.ctxFor(orgId) }),
    outreachModule({ publicUrl, ctxFor: (orgId) => installation.ctxFor(orgId) }),
    wecomModule({ mode, publicUrl, wecomUrl, ctxFor: (orgId) => installation.ctxFor(orgId) }),
    trackingModule({
      publicUrl,
      ctxFor: (orgId) => installation.ctxFor(orgId),
      findByIdentity: customersByIdentity,
      agreesToJoin: async (ctx, customerId) =>
        (await hasConsent(ctx, customerId, 'personalisation', 'any')) ? 'personalisation' : null,
    }),
    customersModule({
      owned: [
        ...audienceOwned,
        ...outreachOwned,
        ...sequenceOwned,
        ...insightsOwned,
        ...workbenchOwned,
      ],
      texts: mode === 'demo' ? 'approved' : 'draft',
      signIn: { publicUrl, ctxFor: (orgId) => installation.ctxFor(orgId) },
      inventory: {
        dataSets: () => modules.flatMap((module) => module.dataSets ?? []),
        retention: () => modules.flatMap((module) => module.retention ?? []),
      },
    }),
    audiencesModule(),
    segmentsModule({ health: segmentHealth }),
    sequencesModule({ mode }),
    zonesModule({ publicUrl, ctxFor: (orgId) => installation.ctxFor(orgId) }),
    workbenchModule({
      ...workbenchSources,
      signIn: { publicUrl, ctxFor: (orgId) => installation.ctxFor(orgId) },
    }),
    insightsModule({ nameRule }),
    rehearsalModule({ ...rehearsals, nameRule }),
    imports,
    exports,
    tasks,
    filesModule,
  ];
  const encrypted = encryptedColumns(modules);
  const retention = modules.flatMap((module) => module.retention ?? []);
  const movable = mode === 'demo';
  const equipment: AppModule = { name: 'equipment', tickers: [equipBanks(modules)] };
  const system = systemModule({
    clock,
    movable,
    mode,
    dataDir,
    simulatorUrl,
    encrypted,
    retention,
  });
  return [...modules, equipment, system];
}

/** Gives every bank what it lacks of what the modules bring, now. */
export async function equipAll(installation: Installation): Promise<void> {
  await tickOnce(installation.ctxFor(NO_BANK, 'equip'), [equipBanks(productModules(installation))]);
}

export const encryptedColumns = (modules: readonly AppModule[]): EncryptedColumn[] =>
  modules.flatMap((module) => module.encrypted ?? []);
