import { z } from 'zod';
import { type ChangeLine, defineApprovalKind, headOffice } from '#modules/org/server/index.ts';
import {
  type Lexicon,
  type LexiconCategory,
  type LexiconScope,
  lexiconChangeKind,
  lexiconErrors,
  lexiconLevelText,
  lexiconScopes,
} from '../../contract/lexicon.ts';
import { findInForce, findVersion, lockVersion, setState } from './lexicon.repo.ts';
import { putInForce } from './lexicon.service.ts';

const modes = {
  span: ['例外短语盖住命中处', 'where the exception covers the hit'],
  sentence: ['同一句里出现例外', 'anywhere in the same sentence'],
} as const;
const scopeName = (scope: LexiconScope) => lexiconScopes[scope];

const Payload = z.object({ version: z.int().min(1), revision: z.int().min(1) });

/** A lexicon comes into force when another person has approved exactly this revision (CR-144). */
defineApprovalKind({
  kind: lexiconChangeKind,
  name: ['词库变更', 'Change of the lexicon'],
  payload: Payload,
  draftPermission: 'compliance.lexicon.manage',
  decidePermission: 'compliance.lexicon.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { version, revision }) => {
    const [row, inForce, head] = [
      await findVersion(ctx, version),
      await findInForce(ctx),
      await headOffice(ctx),
    ];
    if (!row || !head) throw lexiconErrors.lexiconNotFound({ version });
    if (row.state !== 'draft') throw lexiconErrors.lexiconNotDraft({ state: row.state });
    if (row.revision !== revision)
      throw lexiconErrors.lexiconChangedMeanwhile({ revision: row.revision });
    return {
      subject: { id: String(version), name: row.note, version: revision },
      unitId: head.id,
      title: [`词库第 ${version} 版：${row.note}`, `Lexicon version ${version}: ${row.note}`],
      changes: changedLines(inForce?.lexicon ?? { categories: [] }, row.lexicon),
      link: `/compliance/lexicon/${version}`,
    };
  },
  lockVersion: async (ctx, { payload }) =>
    (await lockVersion(ctx, payload.version))?.revision ?? null,
  onSubmitted: (ctx, { payload }) => setState(ctx, payload.version, 'submitted'),
  onApproved: (ctx, { payload }) => putInForce(ctx, payload.version),
  onClosed: (ctx, { payload }) => setState(ctx, payload.version, 'draft'),
});

function changedLines(before: Lexicon, after: Lexicon): ChangeLine[] {
  const keys = new Set([...before.categories, ...after.categories].map((c) => c.key));
  return [...keys].flatMap((key) => {
    const was = before.categories.find((c) => c.key === key);
    const is = after.categories.find((c) => c.key === key);
    return JSON.stringify(was) === JSON.stringify(is) ? [] : linesOf(was, is);
  });
}

function linesOf(was: LexiconCategory | undefined, is: LexiconCategory | undefined): ChangeLine[] {
  const { name, nameEn } = (is ?? was)!;
  const line = (
    zh: string,
    en: string,
    before: ChangeLine['before'],
    after: ChangeLine['after'],
  ): ChangeLine[] =>
    JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ label: [`${name}：${zh}`, `${nameEn}: ${en}`], before, after }];
  const words = (
    zh: string,
    en: string,
    of: (category: LexiconCategory) => readonly string[],
  ): ChangeLine[] => {
    const [old, fresh] = [was ? of(was) : [], is ? of(is) : []];
    const said = (list: readonly string[]): ChangeLine['before'] =>
      list.length === 0 ? null : [list.join('、'), list.join(', ')];
    return line(
      zh,
      en,
      said(old.filter((word) => !fresh.includes(word))),
      said(fresh.filter((word) => !old.includes(word))),
    );
  };
  return [
    ...(was && is ? [] : line('类别', 'category', was ? was.name : null, is ? is.name : null)),
    ...line(
      '级别',
      'level',
      was ? lexiconLevelText[was.level] : null,
      is ? lexiconLevelText[is.level] : null,
    ),
    ...line(
      '适用',
      'scopes',
      was?.scopes.map(scopeName) ?? null,
      is?.scopes.map(scopeName) ?? null,
    ),
    ...words('词条', 'terms', (c) => c.terms),
    ...words('句式', 'patterns', (c) => c.patterns),
    ...words('例外', 'exceptions', (c) => c.exceptions),
    ...line(
      '例外方式',
      'exceptions hold',
      was ? modes[was.exceptionMode] : null,
      is ? modes[is.exceptionMode] : null,
    ),
  ];
}
