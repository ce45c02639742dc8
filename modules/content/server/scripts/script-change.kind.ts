import { type ChangeLine, defineApprovalKind, headOffice } from '#modules/org/server/index.ts';
import {
  type Script,
  ScriptChange,
  scriptChangeKind,
  scriptErrors,
  scriptLevels,
  scriptPlaces,
} from '../../contract/script.ts';
import { lockScript } from './script.repo.ts';
import { applyScriptChange, demandChangeable } from './script.service.ts';

const stateText = {
  draft: ['草稿', 'draft'],
  approved: ['可用', 'in use'],
  withdrawn: ['已撤下', 'taken out'],
} as const;

/** RMs find only what a second person has read (CR-079). */
defineApprovalKind({
  kind: scriptChangeKind,
  name: ['话术发布与变更', 'Release and change of a script'],
  payload: ScriptChange,
  draftPermission: 'content.item.manage',
  decidePermission: 'content.item.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, change) => {
    const [before, head] = [await demandChangeable(ctx, change), await headOffice(ctx)];
    if (!head) throw scriptErrors.scriptNotFound({ id: change.id });
    const name = change.script.situation;
    return {
      subject: { id: change.id, name, version: before.version },
      unitId: head.id,
      title: [`话术：${name}`, `Script: ${name}`],
      changes: [
        {
          label: ['状态', 'State'],
          before: stateText[before.state],
          after: stateText[change.state],
        },
        ...changedLines(before.state === 'draft' ? null : before.script, change.script),
      ],
      link: '/content/scripts',
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockScript(ctx, payload.id))?.version ?? null,
  onApproved: (ctx, { payload }) => applyScriptChange(ctx, payload),
});

function changedLines(before: Script | null, after: Script): ChangeLine[] {
  const lines: [readonly [string, string], (script: Script) => ChangeLine['before']][] = [
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
  return lines
    .map(([label, of]) => ({ label, before: before && of(before), after: of(after) }))
    .filter((line) => JSON.stringify(line.before) !== JSON.stringify(line.after));
}
