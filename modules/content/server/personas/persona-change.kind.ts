import { type ChangeLine, defineApprovalKind, headOffice } from '#modules/org/server/index.ts';
import {
  type Persona,
  PersonaChange,
  personaChangeKind,
  personaErrors,
  personaTypes,
} from '../../contract/persona.ts';
import { lockPersona } from './persona.repo.ts';
import { applyPersonaChange, demandKnownPersona } from './persona.service.ts';

const stateText = {
  draft: ['草稿', 'draft'],
  approved: ['可用', 'in use'],
  withdrawn: ['已撤下', 'taken out'],
} as const;

/** Who speaks for the bank, and how, two people decide. */
defineApprovalKind({
  kind: personaChangeKind,
  name: ['人设发布与变更', 'Release and change of a persona'],
  payload: PersonaChange,
  draftPermission: 'content.item.manage',
  decidePermission: 'content.item.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, change) => {
    const [before, head] = [await demandKnownPersona(ctx, change), await headOffice(ctx)];
    if (!head) throw personaErrors.personaNotFound({ id: change.id });
    const { name } = change.persona;
    const old = before.state === 'draft' ? null : before.persona;
    return {
      subject: { id: change.id, name, version: before.version },
      unitId: head.id,
      title: [`人设：${name}`, `Persona: ${name}`],
      changes: [
        {
          label: ['状态', 'State'],
          before: stateText[before.state],
          after: stateText[change.state],
        },
        ...changedLines(old, change.persona),
      ],
      link: '/content/personas',
    };
  },
  lockVersion: (ctx, { payload }) => lockPersona(ctx, payload.id),
  onApproved: (ctx, { payload }) => applyPersonaChange(ctx, payload),
});

function changedLines(before: Persona | null, after: Persona): ChangeLine[] {
  const lines: [readonly [string, string], (persona: Persona) => ChangeLine['before']][] = [
    [['名称', 'Name'], (p) => p.name],
    [['类型', 'Type'], (p) => personaTypes[p.type]],
    [['自我介绍', 'Introduction'], (p) => p.intro || null],
    [['自称', 'Calls itself'], (p) => p.voice.self || null],
    [['不说的词', 'Never says'], (p) => p.voice.avoid.join('、') || null],
    [['结束语', 'Ends with'], (p) => p.voice.ending || null],
    [['话题', 'Topics'], (p) => p.topics.join('、') || null],
    [['边界', 'Boundaries'], (p) => p.boundaries.join('\n') || null],
  ];
  return lines
    .map(([label, of]) => ({ label, before: before && of(before), after: of(after) }))
    .filter((line) => JSON.stringify(line.before) !== JSON.stringify(line.after));
}
