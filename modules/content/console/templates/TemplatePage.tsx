import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { download } from '#platform/web/transfer.ts';
import {
  checkTemplate,
  createTemplate,
  exportTemplate,
  getTemplate,
  type ShownTemplate,
  shareText,
  type Template,
  type TemplateId,
  templateChangeKind,
  templateKinds,
} from '../../contract.ts';
import { useSegmentName } from '../parts.tsx';
import { PartView } from './PartView.tsx';
import { TemplateStatus } from './TemplateStatus.tsx';
import { text } from './text.ts';
import { Variables } from './Variables.tsx';
import { Versions } from './Versions.tsx';

export default function TemplatePage() {
  const t = useText(text);
  const { id } = useParams();
  const kept = useCall(getTemplate, { params: { id: id as TemplateId } });
  if (kept.isPending) return <SkeletonPage />;
  if (kept.isError)
    return (
      <Page title={t('templates')} crumbs={[{ label: t('templates'), to: '/content/templates' }]}>
        <ErrorNote error={kept.error} retry={() => kept.refetch()} />
      </Page>
    );
  return <One key={id} kept={kept.data} />;
}

function One({ kept }: { kept: ShownTemplate }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const segmentName = useSegmentName();
  const [inUse, setInUse] = useState(false);
  const written = kept.can.change ? kept.draft : null;
  const template = inUse ? kept.template : (written ?? kept.template);
  return (
    <Page
      title={template.title}
      purpose={template.about}
      aside={<TemplateStatus line={{ ...kept, hasDraft: kept.draft !== null }} />}
      crumbs={[{ label: t('templates'), to: '/content/templates' }, { label: template.title }]}
      actions={<Actions kept={kept} template={written ?? kept.template} />}
    >
      {kept.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${kept.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      {written && (
        <Callout
          action={
            <Button onClick={() => setInUse(!inUse)}>{t(inUse ? 'showDraft' : 'showInUse')}</Button>
          }
        >
          {t('draftShown')}
        </Callout>
      )}
      <Shares template={template} />
      <Facts
        items={[
          { label: t('kind'), value: phrase(templateKinds[template.kind].text) },
          {
            label: t('segments'),
            value: template.segments.map(segmentName).join(comma) || t('everyone'),
          },
          { label: t('changed'), value: <DateTime at={kept.changedAt} /> },
          { label: t('sendsNothing'), value: t('sendsNothingWhy'), wide: true },
        ]}
      />
      {template.parts.map((part) => (
        <PartView key={`${part.part}/${part.title}`} part={part} variables={template.variables} />
      ))}
      {template.variables.length > 0 && (
        <Section title={t('variables')} hint={t('variablesHint')}>
          <Variables variables={template.variables} />
        </Section>
      )}
      <Versions kept={kept} />
    </Page>
  );
}

/** seen by whoever reads the plan, and again where it is written and decided. */
function Shares({ template }: { template: Template }) {
  const t = useText(text);
  const phrase = usePhrase();
  const week = template.parts.some(({ part }) => part === 'week');
  const check = useCall(checkTemplate, { body: template }, { enabled: week });
  if (!check.data || check.data.shares.length === 0) return null;
  return (
    <Callout tone="warn" title={t('shareTitle')}>
      {check.data.shares.map((share) => (
        <p key={`${share.part}/${share.line}`}>{phrase(shareText(share))}</p>
      ))}
    </Callout>
  );
}

function Actions({ kept, template }: { kept: ShownTemplate; template: Template }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const create = useChange(createTemplate);
  const [failed, setFailed] = useState<unknown>(null);
  const { id, version, can, state, draft, pendingApprovalId } = kept;
  const ask = async (wanted: 'approved' | 'withdrawn') => {
    const payload = { id, version, state: wanted, template };
    const made = await request.mutateAsync({ body: { kind: templateChangeKind, payload } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  const copy = async () => {
    const title = t('copyName', { title: template.title }).slice(0, 60);
    const made = await create.mutateAsync({ body: { ...template, title } });
    message.success(t('copied'));
    navigate(`/content/templates/${made.id}/edit`);
  };
  const free = can.change && !pendingApprovalId;
  const toSubmit = state !== 'approved' || draft !== null;
  const error = failed ?? request.error ?? create.error;
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      <Button onClick={() => download(exportTemplate, { params: { id } }).catch(setFailed)}>
        {t('export')}
      </Button>
      {can.change && (
        <Button loading={create.isPending} onClick={copy}>
          {t('copy')}
        </Button>
      )}
      {free && state === 'approved' && (
        <Button danger loading={request.isPending} onClick={() => ask('withdrawn')}>
          {t('takeOut')}
        </Button>
      )}
      {free && (
        <Button
          type={toSubmit ? 'default' : 'primary'}
          onClick={() => navigate(`/content/templates/${id}/edit`)}
        >
          {t('edit')}
        </Button>
      )}
      {free && toSubmit && (
        <Button type="primary" loading={request.isPending} onClick={() => ask('approved')}>
          {t('submit')}
        </Button>
      )}
    </>
  );
}
