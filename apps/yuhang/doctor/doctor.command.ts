import type { Lang } from '#platform/contract/text.ts';
import { readConfig } from '#platform/server/config.ts';
import { openDatabase } from '#platform/server/db.ts';
import type { CommandCall } from '../commands.ts';
import { say } from '../words.ts';
import { type Check, type CheckContext, type Finding, fail } from './check.ts';
import { databaseChecks } from './database.checks.ts';
import { machineChecks } from './machine.checks.ts';
import { productChecks } from './product.checks.ts';
import { wecomCheck } from './wecom.check.ts';

const checks: readonly Check[] = [
  ...databaseChecks,
  ...machineChecks,
  ...productChecks,
  wecomCheck,
];
const SIGNS = { ok: '✓', warn: '!', fail: '✗', skipped: '-' } as const;

/** Looks at everything the product needs and says what to do about what is wrong. Changes nothing. */
export async function doctor({ env, lang, values }: CommandCall): Promise<number> {
  const config = readConfig(env);
  const database = openDatabase(config.databaseUrl, { max: 2 });
  const skip = String(values.skip ?? '').split(',');
  const results: { name: string; title: string; finding: Finding }[] = [];
  try {
    let reachable = true;
    for (const check of checks) {
      const skipped: boolean = skip.includes(check.name) || (check.needsDatabase && !reachable);
      const finding: Finding = skipped ? leftOut : await look(check, { config, database });
      if (check.name === 'database') reachable = finding.state !== 'fail';
      results.push({ name: check.name, title: say(check.title, lang), finding });
      if (!values.json) print(say(check.title, lang), finding, lang);
    }
  } finally {
    await database.close();
  }
  const failed = results.filter(({ finding }) => finding.state === 'fail').length;
  const warned = results.filter(({ finding }) => finding.state === 'warn').length;
  if (values.json) {
    const shown = results.map(({ name, title, finding: { state, found, advice } }) => ({
      name,
      title,
      state,
      found: say(found, lang),
      ...(advice ? { advice: say(advice, lang) } : {}),
    }));
    console.log(JSON.stringify({ healthy: failed === 0, checks: shown }));
  } else console.log(`\n${say(summary(failed, warned), lang, { failed, warned })}`);
  return failed > 0 ? 3 : 0;
}

const leftOut: Finding = { state: 'skipped', found: ['未检查', 'not checked'] };

const summary = (failed: number, warned: number) =>
  failed > 0
    ? ([
        '{failed} 项不能用，{warned} 项需留意。',
        '{failed} do not work, {warned} to look at.',
      ] as const)
    : warned > 0
      ? (['可以运行，{warned} 项需留意。', 'Works; {warned} to look at.'] as const)
      : (['一切正常。', 'All is well.'] as const);

async function look(check: Check, context: CheckContext): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (err) {
    // Such as a table that a pending migration brings.
    const why = (err as Error).message;
    return fail([why, why], ['先解决上面的问题', 'solve what stands above first']);
  }
}

function print(title: string, { state, found, advice }: Finding, lang: Lang): void {
  console.log(`${SIGNS[state]} ${padded(title, lang === 'en' ? 28 : 16)}${say(found, lang)}`);
  if (advice) console.log(`  ${' '.repeat(lang === 'en' ? 28 : 16)}→ ${say(advice, lang)}`);
}

/** A Chinese character is two columns wide. */
function padded(text: string, columns: number): string {
  const wide = [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, columns - wide));
}
