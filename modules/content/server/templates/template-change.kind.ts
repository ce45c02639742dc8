import type { Phrase } from '#platform/contract/text.ts';
import {
  type Template,
  TemplateChange,
  templateChangeKind,
  templateErrors,
  templateKinds,
} from '../../contract/template.ts';
import { templateLanes } from '../../contract/template-parts.ts';
import { shareText, weekdayName, whenText } from '../../contract/template-words.ts';
import { defineChange } from '../documents/change.kind.ts';
import type { Line } from '../documents/changed-lines.ts';
import { documentStates } from '../documents/states.ts';
import { checkTemplate } from './template.check.ts';
import { templates } from './template.repo.ts';

type Part = Template['parts'][number];

/** A part in lines a checker can compare. */
function partText(part: Part): string {
  const zh = (phrase: Phrase) => phrase[0];
  switch (part.part) {
    case 'week':
      return part.slots
        .map((s) => `${zh(weekdayName(s.weekday))} ${s.time} ${s.title}：${s.text}`)
        .join('\n');
    case 'steps':
      return part.steps
        .map(({ when, lane, title, text }) =>
          [when && zh(whenText(when)), zh(templateLanes[lane]), `${title}：${text}`]
            .filter(Boolean)
            .join(' '),
        )
        .join('\n');
    case 'questions':
      return part.questions
        .map((q) => `${q.question} ${q.options.join(' / ')}（${q.answer}）${q.explanation}`)
        .join('\n');
    case 'list':
      return part.items.join('\n');
    case 'facts':
      return part.facts.map(({ label, value }) => `${label}：${value}`).join('\n');
    case 'table':
      return part.rows.map((row) => row.join(' · ')).join('\n');
  }
}

const lines: Line<Template>[] = [
  [['类型', 'Kind'], ({ kind }) => templateKinds[kind].text],
  [['名称', 'Name'], ({ title }) => title],
  [['说明', 'About'], ({ about }) => about || null],
  [['客群', 'Segments'], ({ segments }) => segments.join('、') || null],
  [
    ['变量', 'Variables'],
    ({ variables }) =>
      variables.map(({ label, value }) => `${label}：${value || '（未填）'}`).join('\n') || null,
  ],
  [
    ['内容', 'Content'],
    ({ parts }) => parts.map((part) => `${part.title}\n${partText(part)}`).join('\n\n'),
  ],
];

/** What people work by, two people decide; what may not be said is not even put to the second. */
export const templateChanges = defineChange({
  subject: 'template',
  kind: templateChangeKind,
  name: ['运营模板发布与变更', 'Release and change of a template'],
  payload: TemplateChange,
  read: ({ template, ...change }) => ({ ...change, document: template }),
  permission: 'content.item',
  title: ({ title }) => ({ name: title, title: [`运营模板：${title}`, `Template: ${title}`] }),
  states: documentStates,
  lines,
  warn: async (ctx, template) => (await checkTemplate(ctx, template)).shares.map(shareText),
  link: (id) => `/content/templates/${id}`,
  store: templates,
  errors: {
    notFound: templateErrors.templateNotFound,
    changedMeanwhile: templateErrors.templateChangedMeanwhile,
  },
  demand: async (ctx, { state, document }) => {
    if (state !== 'approved') return;
    const { level, findings } = await checkTemplate(ctx, document);
    if (level === 'block')
      throw templateErrors.templateBlocked({
        findings: findings.filter((f) => f.level === 'block'),
      });
  },
});
