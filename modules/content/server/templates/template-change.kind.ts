import type { Phrase } from '#platform/contract/text.ts';
import {
  type Template,
  TemplateChange,
  templateChangeKind,
  templateErrors,
  templateKinds,
} from '../../contract/template.ts';
import { templateLanes } from '../../contract/template-parts.ts';
import {
  productLineName,
  shareText,
  weekdayName,
  whenText,
} from '../../contract/template-words.ts';
import { defineChange } from '../documents/change.kind.ts';
import type { Line } from '../documents/changed-lines.ts';
import { documentStates } from '../documents/states.ts';
import { checkTemplate } from './template.check.ts';
import { templates } from './template.repo.ts';

type Part = Template['parts'][number];

/** What a part holds, entry by entry, in words a checker can compare. */
function entriesOf(part: Part): string[] {
  const zh = (phrase: Phrase) => phrase[0];
  switch (part.part) {
    case 'week':
      return part.slots.map((s) => {
        const line = s.productLine ? `（${zh(productLineName(s.productLine))}）` : '';
        return `${zh(weekdayName(s.weekday))} ${s.time} ${s.title}${line}：${s.text}`;
      });
    case 'steps':
      return part.steps.map(({ when, lane, title, text }) =>
        [when && zh(whenText(when)), zh(templateLanes[lane]), `${title}：${text}`]
          .filter(Boolean)
          .join(' '),
      );
    case 'questions':
      return part.questions.map(
        (q) => `${q.question} ${q.options.join(' / ')}（${q.answer}）${q.explanation}`,
      );
    case 'list':
      return part.items;
    case 'facts':
      return part.facts.map(({ label, value }) => `${label}：${value}`);
    case 'table':
      return part.rows.map((row) => row.join(' · '));
  }
}

/** One line for each entry, so that who decides sees the one slot that differs. */
function entryLines(before: Template | null, after: Template): Line<Template>[] {
  const count = Math.max(before?.parts.length ?? 0, after.parts.length);
  return Array.from({ length: count }, (_, i) => {
    const [old, now] = [before?.parts[i], after.parts[i]];
    const { title } = (now ?? old)!;
    const most = Math.max(...[old, now].map((part) => (part ? entriesOf(part).length : 0)));
    return Array.from(
      { length: most },
      (_, nth): Line<Template> => [
        [`${title} ${nth + 1}`, `${title} ${nth + 1}`],
        ({ parts }) => (parts[i] && entriesOf(parts[i])[nth]) ?? null,
      ],
    );
  }).flat();
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
  lines: (before, after) => [...lines, ...entryLines(before, after)],
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
