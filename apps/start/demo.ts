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

/** A corp of the simulator, and the bank's people who live in it. */
export interface Living {
  readonly corpid: string;
  readonly rms: readonly { readonly userid: string }[];
}

/** Fills an empty demo installation; a production one is left alone. */
export async function seedDemo(
  settings: Settings,
  runSeed: () => Promise<string>,
): Promise<{ signIns: SignIns; living: Living | null }> {
  if (settings.mode !== 'demo') return { signIns: {}, living: null };
  say('正在准备演示机构', 'preparing the demo bank');
  const output = await runSeed();
  const { created, signIns, living } = parse(output);
  const file = settings.signInsFile;
  if (!created) return { signIns: existsSync(file) ? { file } : {}, living };
  writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  return { signIns: { shown: signIns, file }, living };
}

function parse(output: string): { created: boolean; signIns: SignIn[]; living: Living | null } {
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
