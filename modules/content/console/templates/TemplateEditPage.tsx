import { App, Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { LeaveGuard } from '#platform/web/form/LeaveGuard.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  getTemplate,
  type ShownTemplate,
  saveTemplate,
  Template,
  type TemplateId,
} from '../../contract.ts';
import contentStyles from '../content.module.css';
import { FieldOf } from './FieldOf.tsx';
import { PartEditor } from './PartEditor.tsx';
import { TemplateFindings } from './TemplateFindings.tsx';
import styles from './templates.module.css';
import { text } from './text.ts';
import { Variables } from './Variables.tsx';

export default function TemplateEditPage() {
  const t = useText(text);
  const { id } = useParams();
  const kept = useCall(getTemplate, { params: { id: id as TemplateId } });
  if (kept.isPending) return <SkeletonPage />;
  const crumbs = [{ label: t('templates'), to: '/content/templates' }];
  if (kept.isError)
    return (
      <Page title={t('templates')} crumbs={crumbs}>
        <ErrorNote error={kept.error} retry={() => kept.refetch()} />
      </Page>
    );
  if (kept.data.pendingApprovalId || !kept.data.can.change)
    return (
      <Page title={kept.data.template.title} crumbs={crumbs}>
        <Callout tone="warn">{t('pending')}</Callout>
      </Page>
    );
  return <Editor key={id} kept={kept.data} />;
}

function Editor({ kept }: { kept: ShownTemplate }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const save = useChange(saveTemplate);
  const [start] = useState(kept.draft ?? kept.template);
  const [template, setTemplate] = useState(start);
  const [missing, setMissing] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const back = `/content/templates/${kept.id}`;
  const change = (part: Partial<Template>) => setTemplate({ ...template, ...part });
  const keep = async () => {
    const read = Template.safeParse(template);
    if (!read.success) return setMissing(whereOf(template, read.error.issues[0]?.path ?? []));
    setMissing(null);
    const body = { version: kept.version, template: read.data };
    await save.mutateAsync({ params: { id: kept.id }, body });
    message.success(t('saved'));
    setSaved(true);
  };
  // Once nothing is unsaved any more the guard lets go.
  useEffect(() => {
    if (saved) navigate(back);
  }, [saved, navigate, back]);
  return (
    <Page
      title={t('editTitle', { title: start.title })}
      purpose={t('editPurpose')}
      crumbs={[
        { label: t('templates'), to: '/content/templates' },
        { label: start.title, to: back },
        { label: t('edit') },
      ]}
    >
      <LeaveGuard when={template !== start && !saved} />
      <div className={contentStyles.editor}>
        <div className={styles.editor}>
          <FieldOf label={t('name')}>
            <Input
              value={template.title}
              maxLength={60}
              onChange={({ target }) => change({ title: target.value })}
            />
          </FieldOf>
          <FieldOf label={t('about')}>
            <Input.TextArea
              value={template.about}
              maxLength={300}
              autoSize
              onChange={({ target }) => change({ about: target.value })}
            />
          </FieldOf>
          {template.variables.length > 0 && (
            <Section title={t('variables')} hint={t('variablesHint')}>
              <Variables
                variables={template.variables}
                change={(variables) => change({ variables })}
              />
            </Section>
          )}
          {template.parts.map((part, at) => (
            <Section
              // biome-ignore lint/suspicious/noArrayIndexKey: parts keep their places
              key={at}
              title={part.title}
            >
              <PartEditor
                part={part}
                change={(next) => change({ parts: template.parts.with(at, next) })}
              />
            </Section>
          ))}
          {missing !== null && <Callout tone="bad">{t('incomplete', { where: missing })}</Callout>}
          {save.isError && <ErrorNote error={save.error} />}
          <div className={styles.bar}>
            <Button onClick={() => navigate(back)}>{t('cancel')}</Button>
            <Button type="primary" loading={save.isPending} onClick={keep}>
              {t('save')}
            </Button>
          </div>
        </div>
        <TemplateFindings template={template} />
      </div>
    </Page>
  );
}

/** The part in which something is missing, by the title it has on the page. */
function whereOf({ parts, title }: Template, path: readonly PropertyKey[]): string {
  const [first, at, , nth] = path;
  if (first !== 'parts' || typeof at !== 'number') return title || '—';
  return `${parts[at]?.title ?? ''}${typeof nth === 'number' ? ` ${nth + 1}` : ''}`;
}
