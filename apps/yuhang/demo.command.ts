import { seedDemoBank } from '#modules/org/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { NO_BANK } from '#platform/server/ctx.ts';
import { equipAll } from '../modules.ts';
import type { CommandCall } from './commands.ts';
import { openInstallation } from './installation.ts';
import { Refusal } from './words.ts';

/** One line of JSON for whoever started us; everything else goes to standard error. */
export async function demo({ env }: CommandCall): Promise<number> {
  const installation = await openInstallation(readConfig({ YUHANG_LOG_LEVEL: 'error', ...env }));
  try {
    if (installation.config.mode !== 'demo')
      throw new Refusal([
        '演示机构只能建在演示环境里：YUHANG_MODE=demo',
        'The demo bank belongs to a demo installation only: YUHANG_MODE=demo',
      ]);
    const bank = await seedDemoBank(installation.ctxFor(NO_BANK, 'demo'));
    await equipAll(installation);
    console.log(JSON.stringify(bank));
    return 0;
  } finally {
    await installation.close();
  }
}
