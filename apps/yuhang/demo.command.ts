import { demoBankId, seedDemoBank } from '#modules/org/server/index.ts';
import { foundDemoCorps } from '#modules/wecom/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import { equipAll } from '../modules.ts';
import type { CommandCall } from './commands.ts';
import { openInstallation } from './installation.ts';
import { Refusal } from './words.ts';

/** One line of JSON for whoever started us; everything else goes to standard error. */
export async function demo({ env }: CommandCall): Promise<number> {
  const installation = await openInstallation(readConfig({ YUHANG_LOG_LEVEL: 'error', ...env }));
  const { config, ctxFor } = installation;
  try {
    if (config.mode !== 'demo')
      throw new Refusal([
        '演示机构只能建在演示环境里：YUHANG_MODE=demo',
        'The demo bank belongs to a demo installation only: YUHANG_MODE=demo',
      ]);
    const bank = await seedDemoBank(ctxFor(NO_BANK, 'demo'));
    await equipAll(installation);
    const bankId = await demoBankId(ctxFor(NO_BANK, 'demo'));
    // With a simulator the bank's corps are in it from now on, and somebody may live there.
    const living =
      config.simulatorUrl && bankId
        ? await foundDemoCorps(ctxFor(bankId, 'demo'), config.simulatorUrl)
        : null;
    console.log(JSON.stringify({ ...bank, living }));
    return 0;
  } finally {
    await installation.close();
  }
}
