import {
  type Script,
  ScriptChange,
  scriptChangeKind,
  scriptErrors,
  scriptLevels,
  scriptPlaces,
} from '../../contract/script.ts';
import { defineChange } from '../documents/change.kind.ts';
import type { Line } from '../documents/changed-lines.ts';
import { documentStates } from '../documents/states.ts';
import { checkScript } from './script.check.ts';
import { scripts } from './script.repo.ts';

const lines: Line<Script>[] = [
  [['场景', 'Situation'], (s) => s.situation],
  [['客户会说', 'What a customer says'], (s) => s.keywords.join('、') || null],
  [['级别', 'Level'], (s) => scriptLevels[s.level]],
  [
    ['怎么说', 'What to say'],
    (s) => s.lines.map(({ place, text }) => `${scriptPlaces[place][0]}：${text}`).join('\n'),
  ],
  [['不能说', 'What not to say'], (s) => s.never.join('\n')],
  [['可用补偿', 'Remedies'], (s) => s.remedies.join('、') || null],
  [['升级条件', 'When to report'], (s) => s.escalate || null],
];

/** RMs find only what a second person has read. */
export const scriptChanges = defineChange({
  subject: 'script',
  kind: scriptChangeKind,
  name: ['话术发布与变更', 'Release and change of a script'],
  payload: ScriptChange,
  read: ({ script, ...change }) => ({ ...change, document: script }),
  permission: 'content.item',
  title: ({ situation }) => ({
    name: situation,
    title: [`话术：${situation}`, `Script: ${situation}`],
  }),
  states: documentStates,
  lines,
  link: () => '/content/scripts',
  store: scripts,
  errors: {
    notFound: scriptErrors.scriptNotFound,
    changedMeanwhile: scriptErrors.scriptChangedMeanwhile,
  },
  demand: async (ctx, { state, document }) => {
    if (state !== 'approved') return;
    const { level, findings } = await checkScript(ctx, document);
    if (level === 'block')
      throw scriptErrors.scriptBlocked({ findings: findings.filter((f) => f.level === 'block') });
  },
});
