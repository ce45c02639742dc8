import { demoBankId } from '#modules/org/server/index.ts';
import { connectSimulatedSms } from '#modules/outreach/server/index.ts';
import { connectDemoCorps } from '#modules/wecom/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import type { CommandCall } from './commands.ts';
import { openInstallation } from './installation.ts';
import { Refusal } from './words.ts';

/** The product must be listening: WeCom checks the address it is to call. */
export async function demoConnect({ env, values }: CommandCall): Promise<number> {
  const installation = await openInstallation(readConfig({ YUHANG_LOG_LEVEL: 'error', ...env }));
  const { config, ctxFor } = installation;
  try {
    if (!config.simulatorUrl)
      throw new Refusal([
        '没有可接入的模拟器：需要 YUHANG_MODE=demo 和 YUHANG_SIMULATOR_URL',
        'No simulator to connect to: YUHANG_MODE=demo and YUHANG_SIMULATOR_URL are needed',
      ]);
    const bankId = await demoBankId(ctxFor(NO_BANK, 'demo'));
    if (!bankId)
      throw new Refusal([
        '还没有演示机构，请先运行：yuhang demo',
        'There is no demo bank yet; run first: yuhang demo',
      ]);
    const { mode, wecomUrl, publicUrl, simulatorUrl, port } = config;
    const ctx = ctxFor(bankId, 'demo');
    const productUrl =
      typeof values.product === 'string' ? values.product : `http://127.0.0.1:${port}`;
    const corps = await connectDemoCorps(
      ctx,
      { mode, wecomUrl, publicUrl, ctxFor: (orgId) => ctxFor(orgId) },
      { simulatorUrl, productUrl },
    );
    const bank = await ctx.db
      .selectFrom('org.bank')
      .select('name')
      .where('id', '=', bankId)
      .executeTakeFirstOrThrow();
    const sms = await connectSimulatedSms(ctx, { simulatorUrl, productUrl, sign: bank.name });
    console.log(JSON.stringify({ corps, sms }));
    return 0;
  } finally {
    await installation.close();
  }
}
