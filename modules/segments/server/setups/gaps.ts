import { stages } from '#modules/content/contract.ts';
import type { Lang } from '#platform/contract/text.ts';
import { say } from '#platform/contract/text.ts';
import type { PackContent } from '../../contract/pack.ts';
import type {
  Coverage,
  ResearchState,
  SetupContent,
  SetupGap,
  SetupStep,
} from '../../contract/setup.ts';
import { researchForm } from '../packs/templates.ts';

/** Required fields of the research that are not answered yet. */
export const openQuestions = (pack: PackContent, { research }: SetupContent): string[] =>
  researchForm(pack)
    .flatMap(({ fields }) => fields)
    .filter(({ key, required }) => required && !research.answers[key]?.trim())
    .map(({ label }) => label);

interface Standing {
  readonly content: SetupContent;
  readonly researchState: ResearchState;
  readonly projectId: string | null;
}

/** What stands between a set-up and its launch, step by step. */
export function setupGaps(
  pack: PackContent,
  { content, researchState: research, projectId }: Standing,
  coverage: readonly Coverage[],
  lang: Lang,
): SetupGap[] {
  const gaps: SetupGap[] = [];
  const add = (step: SetupStep, zh: string, en: string) =>
    gaps.push({ step, text: say([zh, en], lang) });
  const { brief, plan, audiences, done } = content;
  const names = [
    ['advantage', '优势', 'advantage'],
    ['entryPoint', '切入点', 'entry point'],
    ['mode', '经营模式', 'mode'],
    ['reason', '选择理由', 'reason'],
    ['need', '客户需求', 'need of the customers'],
  ] as const;
  const empty = names.filter(([key]) => !brief[key]);
  if (empty.length > 0)
    add(
      'brief',
      `启动说明还缺：${empty.map(([, zh]) => zh).join('、')}`,
      `The brief lacks: ${empty.map(([, , en]) => en).join(', ')}`,
    );
  if (research === 'unconfirmed')
    add(
      'research',
      '复制自其他行业，需要重新调研并确认',
      'Taken over from another industry: needs research',
    );
  else if (research === 'open') {
    const open = openQuestions(pack, content);
    if (!content.research.industry) open.unshift(say(['行业', 'Industry'], lang));
    add(
      'research',
      open.length > 0 ? `调研还缺：${open.join('、')}` : '调研已填完，等待负责人确认',
      open.length > 0
        ? `The research lacks: ${open.join(', ')}`
        : 'The research is complete and waits to be confirmed',
    );
  }
  if (!plan) add('mode', '还没有生成经营模式与 SOP', 'Mode and SOP are not made yet');
  const [main] = pack.audiences;
  if (main && !audiences[main.key])
    add('audience', `还没有选定客群“${main.name[0]}”`, `No audience for “${main.name[1]}” yet`);
  for (const { stage, least, items } of coverage)
    if (items < least)
      add(
        'content',
        `“${stages[stage][0]}”阶段的可用内容 ${items} 条，至少需要 ${least} 条`,
        `${items} usable contents for “${stages[stage][1]}”, of ${least} at least`,
      );
  if (pack.elements.length > 0 && !projectId) {
    const [zh, en] = [0, 1].map((lang) => pack.elements.map(({ name }) => name[lang as 0 | 1]));
    add('prepare', `还没有生成：${zh!.join('、')}`, `Not made yet: ${en!.join(', ')}`);
  }
  for (const { key, title } of pack.steps)
    if (!done.includes(key)) add('prepare', `还没有完成：${title[0]}`, `Not done yet: ${title[1]}`);
  return gaps;
}
