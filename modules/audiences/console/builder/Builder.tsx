import { App, Button } from 'antd';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { UnitId } from '#modules/org/contract.ts';
import { AppError } from '#platform/contract/errors.ts';
import { useChange } from '#platform/web/api.ts';
import { LeaveGuard } from '#platform/web/form/LeaveGuard.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useLang, useText } from '#platform/web/text/lang.ts';
import {
  type Audience,
  createAudience,
  type Rule,
  type RuleProblem,
  saveAudience,
} from '../../contract.ts';
import { sentenceOf } from '../../rule/sentence.ts';
import { type About, AboutFields, sameAbout } from './AboutFields.tsx';
import styles from './builder.module.css';
import { GroupView } from './GroupView.tsx';
import { OneNeed } from './OneNeed.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { problemText } from './problem-words.ts';
import { builtOf, nodeAt, type RuleDraft } from './rule-draft.ts';
import { text } from './text.ts';
import { useDraft } from './useDraft.ts';
import { usePreview } from './usePreview.ts';
import { useRuleWords } from './vocabulary.tsx';

export interface Beginning extends About {
  readonly draft: RuleDraft;
  /** What is being changed; without, a new one is made. */
  readonly audience?: Audience;
}

/** Puts a rule together, with its number beside it at every step. */
export function Builder({ beginning }: { beginning: Beginning }) {
  const t = useText(text);
  const lang = useLang();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const words = useRuleWords();
  const { draft, edit, undo, redo, canUndo, canRedo } = useDraft(beginning.draft);
  const [about, setAbout] = useState<About>(beginning);
  const [excluding, setExcluding] = useState(beginning.draft.exclude.of.length > 0);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const [done, setDone] = useState<string | null>(null);
  const box = useRef<HTMLFormElement>(null);
  const built = useMemo(() => builtOf(draft), [draft]);
  const preview = usePreview(built.rule, about.purpose, about.unitId);
  const create = useChange(createAudience);
  const save = useChange(saveAudience);

  const faults = useMemo(() => {
    const named = new Map<string, string[]>();
    const add = (id: string | null, said: string) => {
      if (id) named.set(id, [...new Set([...(named.get(id) ?? []), said])]);
    };
    for (const problem of [...preview.problems, ...problemsIn(refused)])
      add(nodeAt(built.places, problem.path), problemText(problem, lang));
    if (tried)
      for (const { id, kind } of built.missing)
        add(id, t(kind === 'item' ? 'incomplete' : 'incompleteGroup'));
    return named;
  }, [preview.problems, refused, built, lang, tried, t]);
  const open = useMemo(() => new Set(built.missing.map(({ id }) => id)), [built]);

  const local = useMemo(() => sentenceOf(built.rule, words)[0], [built.rule, words]);
  const heard =
    preview.sentence && same(preview.sentence.of, built.rule)
      ? preview.sentence[lang === 'en' ? 'en' : 'zh']
      : local;

  const wrong = new Set([...faults.keys(), ...open]).size;
  const dirty = (canUndo || !sameAbout(about, beginning)) && done === null;
  useEffect(() => {
    if (done) navigate(done);
  }, [done, navigate]);
  useFocusOnNew(box, draft);

  const send = async (live: boolean) => {
    setTried(true);
    setRefused(null);
    if (about.name.trim() === '' || !about.unitId || wrong > 0) {
      // What is marked only now has to be on the page first.
      await new Promise(requestAnimationFrame);
      const first = box.current?.querySelector<HTMLElement>('[data-wrong], [aria-invalid=true]');
      first?.scrollIntoView({ block: 'center' });
      const field = first?.matches('input') ? first : first?.querySelector<HTMLElement>('input');
      field?.focus({ preventScroll: true });
      return;
    }
    const body = {
      name: about.name.trim(),
      description: about.description.trim() || null,
      purpose: about.purpose,
      rule: built.rule,
      live,
    };
    const { audience } = beginning;
    try {
      const saved = audience
        ? await save.mutateAsync({
            params: { id: audience.id },
            body: { ...body, version: audience.version },
          })
        : await create.mutateAsync({ body: { ...body, unitId: about.unitId as UnitId } });
      message.success(t(live ? 'saved' : 'savedDraft'));
      setDone(`/audiences/${saved.id}`);
    } catch (error) {
      setRefused(error);
    }
  };

  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const typing = (event.target as HTMLElement).closest('input, textarea');
    if (event.key === 'Enter') send(true);
    else if (event.key === 'z' && !typing && !event.shiftKey) undo();
    else if ((event.key === 'y' || (event.key === 'Z' && event.shiftKey)) && !typing) redo();
    else return;
    event.preventDefault();
  };
  const busy = create.isPending || save.isPending;
  return (
    <form
      ref={box}
      className={styles.builder}
      onKeyDown={keys}
      onSubmit={(event) => event.preventDefault()}
    >
      <LeaveGuard when={dirty && !busy} />
      <div className={styles.work}>
        <AboutFields
          about={about}
          onChange={setAbout}
          tried={tried}
          fixed={beginning.audience !== undefined}
        />
        <Section
          title={t('include')}
          actions={
            <>
              <Button size="small" disabled={!canUndo} onClick={undo}>
                {t('undo')}
              </Button>
              <Button size="small" disabled={!canRedo} onClick={redo}>
                {t('redo')}
              </Button>
            </>
          }
        >
          {draft.include.of.length === 0 && <p className={styles.note}>{t('everybody')}</p>}
          <GroupView
            node={draft.include}
            label={t('include')}
            edit={edit}
            faults={faults}
            open={open}
          />
          <OneNeed rule={built.rule} />
        </Section>
        {excluding ? (
          <Section title={t('exclude')} hint={t('excludeHint')}>
            <GroupView
              node={draft.exclude}
              label={t('exclude')}
              edit={edit}
              faults={faults}
              open={open}
            />
          </Section>
        ) : (
          <div>
            <Button onClick={() => setExcluding(true)}>{t('addExclude')}</Button>
          </div>
        )}
        <p className={styles.keys}>{t('keys')}</p>
        {refused !== null && problemsIn(refused).length === 0 && <ErrorNote error={refused} />}
      </div>
      <div className={styles.side}>
        <div className={styles.sentence}>
          <h2>{t('sentence')}</h2>
          <p data-testid="sentence">{heard}</p>
        </div>
        <PreviewPanel {...preview} />
      </div>
      <div className={styles.foot}>
        <Button type="primary" loading={busy} onClick={() => send(true)}>
          {t(beginning.audience && beginning.audience.state !== 'draft' ? 'saveChange' : 'save')}
        </Button>
        {(!beginning.audience || beginning.audience.state === 'draft') && (
          <Button disabled={busy} onClick={() => send(false)}>
            {t('saveDraft')}
          </Button>
        )}
        <Button disabled={busy} onClick={() => navigate(-1)}>
          {t('cancel')}
        </Button>
        <span role="status" className={styles.state}>
          {tried &&
            wrong > 0 &&
            t(built.missing.length > 0 ? 'incompleteSave' : 'problemsSave', { n: wrong })}
        </span>
      </div>
    </form>
  );
}

const same = (one: Rule, other: Rule) => JSON.stringify(one) === JSON.stringify(other);

const problemsIn = (error: unknown): readonly RuleProblem[] =>
  error instanceof AppError && error.code === 'audiences.ruleInvalid'
    ? (error.details.problems as RuleProblem[])
    : [];

/** A condition that has just come is where one goes on typing. */
function useFocusOnNew(box: React.RefObject<HTMLElement | null>, draft: RuleDraft): void {
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    const nodes = [...(box.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [])];
    const ids = new Set(nodes.map((node) => node.dataset.node ?? ''));
    const fresh =
      known.current && nodes.find((node) => !known.current?.has(node.dataset.node ?? ''));
    known.current = ids;
    if (draft && fresh) [...fresh.querySelectorAll<HTMLElement>('input')].at(-1)?.focus();
  }, [box, draft]);
}
