import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';

/** What a hit does: `block` forbids saving and sending, `review` wants a second pair of eyes, `warn` tells. */
export const lexiconLevels = ['warn', 'review', 'block'] as const;
export const LexiconLevel = z.enum(lexiconLevels);
export type LexiconLevel = z.infer<typeof LexiconLevel>;

export const lexiconLevelText: Record<LexiconLevel, Phrase> = {
  warn: ['提示', 'Warns'],
  review: ['需复核', 'Needs review'],
  block: ['禁止', 'Forbidden'],
};

/**
 * What a text is about and where it goes. A category speaks of some of them or, with `*`, of every
 * text.
 */
export const lexiconScopes = {
  '*': ['所有内容', 'Every text'],
  deposit: ['存款', 'Deposits'],
  wealth: ['理财', 'Wealth management'],
  fund: ['基金', 'Funds'],
  insurance: ['保险', 'Insurance'],
  structured_deposit: ['结构性存款', 'Structured deposits'],
  precious_metal: ['贵金属', 'Precious metals'],
  pension: ['个人养老金', 'Personal pension'],
  loan: ['贷款', 'Loans'],
  credit_card: ['信用卡', 'Credit cards'],
  activity: ['活动', 'Activities'],
  staff_outbound: ['员工对客发言', 'What staff say to customers'],
  wecom_tag: ['企业微信标签', 'WeCom tags'],
  remark: ['客户备注', 'Remarks on customers'],
} as const satisfies Record<string, Phrase>;
export type LexiconScope = keyof typeof lexiconScopes;
export const LexiconScope = z.enum(Object.keys(lexiconScopes) as [LexiconScope, ...LexiconScope[]]);

const Words = z.string().trim().min(1).max(50);

export const LexiconCategory = z.object({
  key: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/),
  name: z.string().trim().min(1).max(40),
  nameEn: z.string().trim().min(1).max(80),
  level: LexiconLevel,
  scopes: z.array(LexiconScope).min(1),
  /** The norm behind it. */
  basis: z.string().trim().max(300),
  /** What to write instead. */
  suggestion: z.string().trim().max(300),
  terms: z.array(Words).max(20_000),
  /** Patterns without look-around and back references, so that none takes longer than the text is long. */
  patterns: z.array(z.string().min(1).max(200)).max(200),
  /** Phrases in which a hit is none: 不保本. */
  exceptions: z.array(Words).max(5_000),
  /** `span`: the exception must cover the hit. `sentence`: it stands anywhere in the same sentence. */
  exceptionMode: z.enum(['span', 'sentence']),
});
export type LexiconCategory = z.infer<typeof LexiconCategory>;

export const Lexicon = z.object({ categories: z.array(LexiconCategory).max(100) });
export type Lexicon = z.infer<typeof Lexicon>;

/** One place of a text that a category speaks of. */
export const LexiconHit = z.object({
  category: z.string(),
  name: z.string(),
  nameEn: z.string(),
  level: LexiconLevel,
  /** In UTF-16 units of the text as it was given, `from` ≤ i < `to`. */
  from: z.int().min(0),
  to: z.int().min(1),
  /** As it stands in the text. */
  text: z.string(),
  /** The entry that was found: a term or a pattern. */
  entry: z.string(),
  /** `disguised`: hidden by look-alikes, signs or spaces between the characters. */
  how: z.enum(['plain', 'disguised', 'pinyin', 'pattern']),
  basis: z.string(),
  suggestion: z.string(),
});
export type LexiconHit = z.infer<typeof LexiconHit>;

export const lexiconStates = ['draft', 'submitted', 'in_force', 'replaced', 'discarded'] as const;
export const LexiconState = z.enum(lexiconStates);
export type LexiconState = z.infer<typeof LexiconState>;

export const lexiconStateText: Record<LexiconState, Phrase> = {
  draft: ['草稿', 'Draft'],
  submitted: ['待审批', 'To be decided'],
  in_force: ['生效中', 'In force'],
  replaced: ['已被替换', 'Replaced'],
  discarded: ['已放弃', 'Discarded'],
};

const VersionNo = z.coerce.number().int().min(1);

export const LexiconVersion = z.object({
  version: z.int(),
  state: LexiconState,
  note: z.string(),
  /** The version it was begun from. */
  basedOn: z.int().nullable(),
  terms: z.int(),
  patterns: z.int(),
  exceptions: z.int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  inForceFrom: z.iso.datetime().nullable(),
  inForceTo: z.iso.datetime().nullable(),
});
export type LexiconVersion = z.infer<typeof LexiconVersion>;

export const LexiconDetail = LexiconVersion.extend({
  lexicon: Lexicon,
  /** Grows with each change of a draft: whoever changes it says which revision they saw. */
  revision: z.int(),
});
export type LexiconDetail = z.infer<typeof LexiconDetail>;

export const listLexiconVersions = endpoint({
  method: 'GET',
  path: '/api/v1/compliance/lexicon/versions',
  permission: 'compliance.lexicon.read',
  summary: ['词库版本', 'Versions of the lexicon'],
  reply: z.object({ items: z.array(LexiconVersion) }),
});

export const getLexiconVersion = endpoint({
  method: 'GET',
  path: '/api/v1/compliance/lexicon/versions/:version',
  permission: 'compliance.lexicon.read',
  summary: ['词库内容', 'A version of the lexicon'],
  params: z.object({ version: VersionNo }),
  reply: LexiconDetail,
});

export const draftLexicon = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/lexicon/drafts',
  permission: 'compliance.lexicon.manage',
  summary: ['起草词库新版本', 'Begin a new version of the lexicon'],
  body: z.object({ note: z.string().trim().min(1).max(200) }),
  reply: LexiconDetail,
});

export const setLexiconCategory = endpoint({
  method: 'PUT',
  path: '/api/v1/compliance/lexicon/versions/:version/category',
  permission: 'compliance.lexicon.manage',
  summary: ['新增或修改草稿中的类别', 'Add or change a category of a draft'],
  params: z.object({ version: VersionNo }),
  body: z.object({ revision: z.int(), category: LexiconCategory }),
  reply: LexiconDetail,
});

export const removeLexiconCategory = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/lexicon/versions/:version/remove-category',
  permission: 'compliance.lexicon.manage',
  summary: ['删除草稿中的类别', 'Remove a category of a draft'],
  params: z.object({ version: VersionNo }),
  body: z.object({ revision: z.int(), key: z.string() }),
  reply: LexiconDetail,
});

export const importLexicon = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/lexicon/versions/:version/import',
  permission: 'compliance.lexicon.manage',
  summary: ['把词库文件并入草稿', 'Merge a lexicon file into a draft'],
  params: z.object({ version: VersionNo }),
  body: z.object({
    revision: z.int(),
    /** The text of a lexicon file (JSON), or lines of `category,term` (CSV). */
    file: z.string().max(5_000_000),
    /** Terms that are there already stay; `replace` begins from nothing. */
    mode: z.enum(['merge', 'replace']),
  }),
  reply: LexiconDetail.extend({ added: z.int(), already: z.int() }),
});

export const exportLexicon = endpoint({
  method: 'GET',
  path: '/api/v1/compliance/lexicon/versions/:version/file',
  permission: 'compliance.lexicon.read',
  summary: ['下载词库文件', 'Download a lexicon file'],
  params: z.object({ version: VersionNo }),
  reply: z.unknown(),
  produces: 'file',
});

export const discardLexicon = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/lexicon/versions/:version/discard',
  permission: 'compliance.lexicon.manage',
  summary: ['放弃草稿', 'Discard a draft'],
  params: z.object({ version: VersionNo }),
  reply: LexiconVersion,
});

/** Approval kind: payload `{ version, revision }`. */
export const lexiconChangeKind = 'compliance.lexicon-change';

export const checkText = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/text-checks',
  permission: 'compliance.text.check',
  summary: ['检查一段文字', 'Check a text'],
  body: z.object({
    text: z.string().max(20_000),
    scopes: z.array(LexiconScope).max(14).default([]),
    /** A version that is not in force yet, to try it. */
    version: z.int().min(1).optional(),
  }),
  reply: z.object({
    version: z.int(),
    level: z.enum(['pass', ...lexiconLevels]),
    hits: z.array(LexiconHit),
  }),
  audited: false,
});

/** A text of which people know what the lexicon ought to say. */
export const LexiconCase = z.object({
  id: z.string().trim().min(1).max(40),
  text: z.string().min(1).max(2_000),
  scope: LexiconScope,
  categories: z.array(z.string()),
  severity: z.enum(['pass', ...lexiconLevels]),
});
export type LexiconCase = z.infer<typeof LexiconCase>;

export const Bench = z.object({
  version: z.int(),
  cases: z.int(),
  passed: z.int(),
  /** Of what was found, how much should be: over pairs of text and category. */
  precision: z.number().nullable(),
  /** Of what should be found, how much was. */
  recall: z.number().nullable(),
  failures: z.array(
    LexiconCase.extend({
      found: z.array(z.string()),
      foundSeverity: z.enum(['pass', ...lexiconLevels]),
    }),
  ),
});
export type Bench = z.infer<typeof Bench>;

export const benchLexicon = endpoint({
  method: 'POST',
  path: '/api/v1/compliance/lexicon/bench',
  permission: 'compliance.lexicon.read',
  summary: ['用用例检验词库', 'Try the lexicon on cases'],
  body: z.object({
    version: z.int().min(1).optional(),
    /** The shipped cases when none are given. */
    cases: z.array(LexiconCase).max(5_000).optional(),
  }),
  reply: Bench,
  audited: false,
});

export const lexiconErrors = defineErrors('compliance', {
  lexiconNotFound: 404,
  lexiconNotDraft: 409,
  lexiconChangedMeanwhile: 409,
  /** One draft at a time; details.version. */
  lexiconDraftOpen: 409,
  lexiconCategoryUnknown: 400,
  /** details.pattern, details.message */
  lexiconPatternUnusable: 400,
  /** details.line, details.message */
  lexiconFileUnusable: 400,
});
