import {
  type Persona,
  PersonaChange,
  personaChangeKind,
  personaErrors,
  personaTypes,
} from '../../contract/persona.ts';
import { defineChange } from '../documents/change.kind.ts';
import type { Line } from '../documents/changed-lines.ts';
import { documentStates } from '../documents/states.ts';
import { personas } from './persona.repo.ts';

const lines: Line<Persona>[] = [
  [['名称', 'Name'], (p) => p.name],
  [['类型', 'Type'], (p) => personaTypes[p.type]],
  [['自我介绍', 'Introduction'], (p) => p.intro || null],
  [['自称', 'Calls itself'], (p) => p.voice.self || null],
  [['不说的词', 'Never says'], (p) => p.voice.avoid.join('、') || null],
  [['结束语', 'Ends with'], (p) => p.voice.ending || null],
  [['话题', 'Topics'], (p) => p.topics.join('、') || null],
  [['边界', 'Boundaries'], (p) => p.boundaries.join('\n') || null],
];

/** Who speaks for the bank, and how, two people decide. */
export const personaChanges = defineChange({
  subject: 'persona',
  kind: personaChangeKind,
  name: ['人设发布与变更', 'Release and change of a persona'],
  payload: PersonaChange,
  read: ({ persona, ...change }) => ({ ...change, document: persona }),
  permission: 'content.item',
  title: ({ name }) => ({ name, title: [`人设：${name}`, `Persona: ${name}`] }),
  states: documentStates,
  lines,
  link: () => '/content/personas',
  store: personas,
  errors: {
    notFound: personaErrors.personaNotFound,
    changedMeanwhile: personaErrors.personaChangedMeanwhile,
  },
});
