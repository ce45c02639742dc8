import { existsSync, writeFileSync } from 'node:fs';
import { StartProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import { type SignIn, say } from './terminal.ts';

export interface SignIns {
  /** Just made: shown once. */
  readonly shown?: readonly SignIn[];
  /** Where they can be read again. */
  readonly file?: string;
}

/** Fills an empty demo installation; a production one is left alone. */
export async function seedDemo(
  settings: Settings,
  runSeed: () => Promise<string>,
): Promise<SignIns> {
  if (settings.mode !== 'demo') return {};
  say('正在准备演示机构', 'preparing the demo bank');
  const output = await runSeed();
  const { created, signIns } = parse(output);
  const file = settings.signInsFile;
  if (!created) return existsSync(file) ? { file } : {};
  writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  return { shown: signIns, file };
}

function parse(output: string): { created: boolean; signIns: SignIn[] } {
  const line = output.split('\n').findLast((text) => text.startsWith('{'));
  try {
    return JSON.parse(line ?? '');
  } catch {
    throw new StartProblem(
      'demo-failed',
      `无法读取演示数据的结果：${output.slice(-500)}`,
      'What the demo seed printed cannot be read (see above).',
    );
  }
}
