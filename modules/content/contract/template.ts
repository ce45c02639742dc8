import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { SegmentKey } from './facets.ts';
import { DraftCheck } from './item.ts';
import { type PartKind, TemplatePart } from './template-parts.ts';

export const TemplateId = z.uuid().brand<'TemplateId'>();
export type TemplateId = z.infer<typeof TemplateId>;

interface KindText {
  readonly text: Phrase;
  /** The part without which it would not be one. */
  readonly needs: PartKind;
}

/** What a template is for. */
export const templateKinds = {
  community_week: { text: ['社群周计划', 'Week of a community'], needs: 'week' },
  day_plan: { text: ['一日计划', 'Plan of a day'], needs: 'steps' },
  campaign: { text: ['节点活动', 'Campaign'], needs: 'steps' },
  flow: { text: ['流程', 'Flow'], needs: 'steps' },
  activity: { text: ['活动脚本', 'Script of an activity'], needs: 'steps' },
  game: { text: ['游戏', 'Game'], needs: 'steps' },
  quiz: { text: ['题库', 'Questions'], needs: 'questions' },
  acquisition: { text: ['引流包', 'Acquisition'], needs: 'steps' },
  growth: { text: ['成长体系', 'Growth system'], needs: 'table' },
  enablement: { text: ['赋能与过关', 'Enablement'], needs: 'table' },
  research: { text: ['客群调研', 'Research'], needs: 'list' },
  metrics: { text: ['指标字典', 'Metrics'], needs: 'table' },
  handover: { text: ['客户交接', 'Handover'], needs: 'steps' },
} as const satisfies Record<string, KindText>;
export type TemplateKind = keyof typeof templateKinds;
export const TemplateKind = z.enum(Object.keys(templateKinds) as [TemplateKind, ...TemplateKind[]]);

/** Something the bank fills in once for the whole template. */
export const TemplateVariable = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  label: z.string().trim().min(1).max(40),
  example: z.string().trim().max(100).default(''),
  value: z.string().trim().max(200).default(''),
});
export type TemplateVariable = z.infer<typeof TemplateVariable>;

/**
 * A way of working as a document: it is read, changed, approved and passed on as a whole. It sends
 * nothing; what runs by it takes it over from here.
 */
export const Template = z
  .object({
    kind: TemplateKind,
    title: z.string().trim().min(1).max(60),
    about: z.string().trim().max(300).default(''),
    segments: z.array(SegmentKey).max(20).default([]),
    variables: z.array(TemplateVariable).max(60).default([]),
    parts: z.array(TemplatePart).min(1).max(20),
  })
  .refine(({ kind, parts }) => parts.some(({ part }) => part === templateKinds[kind].needs), {
    path: ['parts'],
    message: '缺少这类模板必须有的部分 / the part that makes this kind is missing',
  });
export type Template = z.infer<typeof Template>;

export const ShownTemplate = z.object({
  id: TemplateId,
  /** Null: made here, or imported. */
  key: z.string().nullable(),
  state: z.enum(['draft', 'approved', 'withdrawn']),
  version: z.int(),
  /** What is in use; of a draft, what is written. */
  template: Template,
  /** What is written beside what is in use. */
  draft: Template.nullable(),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  pendingApprovalId: z.string().nullable(),
  /** Templates are the whole bank's: head office writes them. */
  can: z.object({ change: z.boolean() }),
});
export type ShownTemplate = z.infer<typeof ShownTemplate>;

export const TemplateLine = ShownTemplate.omit({ template: true, draft: true, can: true }).extend({
  kind: TemplateKind,
  title: z.string(),
  about: z.string(),
  segments: z.array(SegmentKey),
  /** Texts, questions, rows: how much stands in it. */
  size: z.int(),
  hasDraft: z.boolean(),
});
export type TemplateLine = z.infer<typeof TemplateLine>;

const one = { params: z.object({ id: TemplateId }) };

export const listTemplates = endpoint({
  method: 'GET',
  path: '/api/v1/content/templates',
  permission: 'content.item.read',
  summary: ['运营模板', 'Operating templates'],
  reply: z.object({ items: z.array(TemplateLine) }),
});

export const getTemplate = endpoint({
  method: 'GET',
  path: '/api/v1/content/templates/:id',
  permission: 'content.item.read',
  summary: ['运营模板详情', 'An operating template'],
  ...one,
  reply: ShownTemplate,
});

export const createTemplate = endpoint({
  method: 'POST',
  path: '/api/v1/content/templates',
  permission: 'content.item.manage',
  summary: ['新增运营模板（草稿）', 'Add a template, as a draft'],
  body: Template,
  reply: ShownTemplate,
});

/** What is in use stays as it is until another person has approved. */
export const saveTemplate = endpoint({
  method: 'PUT',
  path: '/api/v1/content/templates/:id/draft',
  permission: 'content.item.manage',
  summary: ['保存运营模板草稿', 'Save the draft of a template'],
  ...one,
  body: z.object({ version: z.int(), template: Template }),
  reply: ShownTemplate,
});

export const TemplateCheck = DraftCheck.pick({ level: true, findings: true }).extend({
  /** a product line has more of the week than the bank's limit. It warns, it does not stop. */
  shares: z.array(
    z.object({
      /** Which part of the template. */
      part: z.int(),
      line: z.string(),
      slots: z.int(),
      all: z.int(),
      limitPercent: z.int(),
    }),
  ),
});
export type TemplateCheck = z.infer<typeof TemplateCheck>;

export const checkTemplate = endpoint({
  method: 'POST',
  path: '/api/v1/content/templates/check',
  permission: 'content.item.read',
  summary: ['检查运营模板的用语与产品配比', 'Check the words and product mix of a template'],
  body: Template,
  reply: TemplateCheck,
  audited: false,
});

export const templateHistory = endpoint({
  method: 'GET',
  path: '/api/v1/content/templates/:id/versions',
  permission: 'content.item.read',
  summary: ['运营模板的历史版本', 'Versions of a template'],
  ...one,
  reply: z.object({
    items: z.array(
      z.object({
        version: z.int(),
        state: z.string(),
        template: Template,
        by: z.string(),
        at: z.iso.datetime(),
        approvalId: z.string().nullable(),
      }),
    ),
  }),
});

/** One template as a file that `importContent` reads. */
export const exportTemplate = endpoint({
  method: 'GET',
  path: '/api/v1/content/templates/:id/file',
  permission: 'content.item.read',
  summary: ['导出一个运营模板为文件', 'One template as a file'],
  ...one,
  reply: z.unknown(),
  produces: 'file',
});

/** Approval kind: puts a template into use, changes it or takes it out. */
export const templateChangeKind = 'content.template-change';
export const TemplateChange = z.object({
  id: TemplateId,
  version: z.int(),
  state: z.enum(['approved', 'withdrawn']),
  template: Template,
});
export type TemplateChange = z.infer<typeof TemplateChange>;

export const templateErrors = defineErrors('content', {
  templateNotFound: 404,
  templateChangedMeanwhile: 409,
  /** Another person is deciding about it. */
  templatePending: 409,
  /** details.findings */
  templateBlocked: 422,
});
