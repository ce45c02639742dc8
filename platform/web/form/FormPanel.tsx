import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { AppError } from '#platform/contract/errors.ts';
import { say } from '#platform/contract/text.ts';
import { usePerson } from '../person.ts';
import { Callout } from '../show/Callout.tsx';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { Kbd } from '../show/Kbd.tsx';
import { browserShelf } from '../store.ts';
import { useLang, useText } from '../text/lang.ts';
import { relativeTime } from '../text/time.ts';
import { words } from '../text/words.ts';
import { draftKey, dropDraft, isChanged, readDraft, writeDraft } from './draft.ts';
import styles from './form.module.css';
import { type Issue, issuesByField, issueText } from './issue-text.ts';
import { LeaveGuard } from './LeaveGuard.tsx';

type Values = Record<string, unknown>;

export interface FormPanelProps<S extends z.ZodType<unknown, unknown>> {
  /** Names the form: its draft is kept under it. */
  id: string;
  /** Checks before sending, the same schema as the endpoint's body. */
  schema: S;
  initial: Partial<z.input<S>>;
  /** Changes when the edited thing does (its version, its id): an older draft is then not offered. */
  version?: string;
  submit: string;
  /** What it sends takes something away. */
  danger?: boolean;
  /** Throws what the server refused; fields named in it are marked. */
  onSubmit: (values: z.output<S>) => Promise<unknown>;
  onCancel?: () => void;
  onChange?: (values: Values) => void;
  /** Without drafts: sign-in, secrets, small dialogs. */
  draft?: boolean;
  /** Fields lie in a dialog: no bar of its own at the page's foot. */
  compact?: boolean;
  form?: FormInstance;
  children: ReactNode;
}

/**
 * A form that loses nothing: drafts on this machine, a warning before leaving, the schema's
 * complaints in words at the fields, Ctrl+Enter to send.
 */
export function FormPanel<S extends z.ZodType<unknown, unknown>>(props: FormPanelProps<S>) {
  const { id, schema, initial, version = '', draft = true } = props;
  const t = useText(words);
  const lang = useLang();
  const person = usePerson();
  const [own] = Form.useForm();
  const form = props.form ?? own;
  const key = draftKey(person?.id ?? 'anyone', id, version);
  const [found, setFound] = useState(() =>
    draft ? readDraft(browserShelf(), key, new Date()) : null,
  );
  const [start] = useState<Values>(() => ({ ...(initial as Values), ...found?.values }));
  const [dirty, setDirty] = useState(found !== null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [faults, setFaults] = useState(0);
  const tried = useRef(false);
  const sent = useRef(false);

  const mark = useCallback(
    (issues: readonly Issue[], values: Values) => {
      const byField = issuesByField(issues);
      const known = form.getFieldsError().map(({ name }) => name);
      form.setFields(
        known.map((name) => {
          const path = name.map(String).join('.');
          const issue =
            byField.get(path) ??
            [...byField.entries()].find(([field]) => field.startsWith(`${path}.`))?.[1];
          const input = issue ? valueAt(values, issue.path) : undefined;
          return { name, errors: issue ? [say(issueText({ input, ...issue }), lang)] : [] };
        }),
      );
      setFaults(byField.size);
      return byField;
    },
    [form, lang],
  );

  const check = useCallback(() => {
    const values = tidy(form.getFieldsValue(true));
    const result = schema.safeParse(values);
    const issues = result.success ? [] : (result.error.issues as unknown as Issue[]);
    mark(issues, values);
    return result;
  }, [form, schema, mark]);

  // Words at the fields follow the language.
  useEffect(() => {
    if (tried.current) check();
  }, [check]);

  const send = async () => {
    if (busy) return;
    tried.current = true;
    setError(null);
    const result = check();
    if (!result.success) return focusFirstFault();
    setBusy(true);
    try {
      sent.current = true;
      setDirty(false);
      await props.onSubmit(result.data as z.output<S>);
      dropDraft(browserShelf(), key);
      setFound(null);
    } catch (refused) {
      sent.current = false;
      setDirty(true);
      const issues =
        refused instanceof AppError && refused.code === 'platform.invalid'
          ? bodyIssues(refused.details.issues)
          : [];
      if (issues.length > 0) mark(issues, form.getFieldsValue(true));
      setError(refused);
    } finally {
      setBusy(false);
    }
  };

  const changed = (values: Values) => {
    const now = isChanged(initial as Values, values);
    setDirty(now);
    if (draft && !sent.current) {
      if (now) writeDraft(browserShelf(), key, values, new Date());
      else dropDraft(browserShelf(), key);
    }
    if (tried.current) check();
    props.onChange?.(values);
  };

  const discard = () => {
    dropDraft(browserShelf(), key);
    setFound(null);
    form.setFieldsValue({ ...blank(form.getFieldsValue(true)), ...(initial as Values) });
    changed(initial as Values);
  };

  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError
      name={id.replace(/\W/g, '-')}
      initialValues={start}
      className={styles.form ?? ''}
      data-compact={props.compact || undefined}
      onFinish={send}
      onValuesChange={(_, all) => changed(all)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          send();
        }
      }}
    >
      {draft && <LeaveGuard when={dirty && !busy} />}
      {found && (
        <Callout
          action={
            <Button size="small" onClick={discard}>
              {t('draftDiscard')}
            </Button>
          }
        >
          {t('draftFound', { when: relativeTime(found.savedAt, new Date(), lang) })}
        </Callout>
      )}
      {props.children}
      {error !== null && (
        // The bar at the foot may cover what stands at the end: a refusal is brought to be seen.
        <div
          className={styles.refusal}
          ref={(note) => note?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })}
        >
          <ErrorNote error={error} />
        </div>
      )}
      <div className={styles.foot}>
        <Button type="primary" danger={props.danger ?? false} htmlType="submit" loading={busy}>
          {props.submit}
        </Button>
        {props.onCancel && (
          <Button onClick={props.onCancel} disabled={busy}>
            {t('cancel')}
          </Button>
        )}
        <span className={styles.state} role="status">
          {faults > 0 ? (
            <span className={styles.faults}>{t('fixFields', { n: faults })}</span>
          ) : (
            draft && dirty && t('draftKept')
          )}
        </span>
        {!props.compact && (
          <span className={styles.hint}>
            <Kbd keys="mod+Enter" />
          </span>
        )}
      </div>
    </Form>
  );
}

/** An emptied field was not filled in: to the schema it is absent. */
const tidy = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));

const blank = (values: Values): Values =>
  Object.fromEntries(Object.keys(values).map((name) => [name, undefined]));

const valueAt = (values: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, name) => (value as Record<PropertyKey, unknown> | undefined)?.[name],
    values,
  );

/** What the server's own check of the body said, as the schema here would have said it. */
function bodyIssues(issues: unknown): Issue[] {
  if (!Array.isArray(issues)) return [];
  return (issues as { path?: unknown; message?: unknown; rule?: unknown }[]).map((issue) => ({
    code: typeof issue.rule === 'string' ? issue.rule : undefined,
    path: String(issue.path ?? '').split('.'),
    message: String(issue.message ?? ''),
  }));
}

function focusFirstFault() {
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(
        '.ant-form-item-has-error input, .ant-form-item-has-error textarea, .ant-form-item-has-error button',
      )
      ?.focus(),
  );
}
