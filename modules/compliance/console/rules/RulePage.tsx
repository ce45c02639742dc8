import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { getRule, parametersOf, type RuleChangeState, ruleMarks } from '../../contract.ts';
import styles from '../compliance.module.css';
import { text } from './text.ts';
import { valueText } from './values.tsx';

type Detail = Reply<typeof getRule>;

export default function RulePage() {
  const t = useText(text);
  const { rule: id = '' } = useParams();
  const rule = useCall(getRule, { params: { rule: id } });
  if (rule.isPending) return <SkeletonPage />;
  if (rule.isError)
    return (
      <Page title={id} crumbs={[{ label: t('rules'), to: '/compliance/rules' }]}>
        <ErrorNote error={rule.error} retry={() => rule.refetch()} />
      </Page>
    );
  return <OneRule rule={rule.data} />;
}

function OneRule({ rule }: { rule: Detail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const navigate = useNavigate();
  const change = may('compliance.rule.manage') && !rule.pendingApprovalId;
  return (
    <Page
      title={phrase(rule.title)}
      purpose={phrase(rule.condition)}
      aside={<Status kind={rule.on ? 'active' : 'stopped'}>{t(rule.on ? 'on' : 'off')}</Status>}
      crumbs={[{ label: t('rules'), to: '/compliance/rules' }, { label: rule.id }]}
      actions={
        change && (
          <Button type="primary" onClick={() => navigate(`/compliance/rules/${rule.id}/change`)}>
            {t('change')}
          </Button>
        )
      }
    >
      {rule.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${rule.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      {rule.coming && (
        <Callout
          title={t('coming', {
            day: rule.coming.effectiveFrom.slice(0, 10),
            n: rule.coming.version,
          })}
        >
          {rule.coming.reason}
        </Callout>
      )}
      <Facts
        items={[
          { label: t('effect'), value: phrase(rule.effect), wide: true },
          { label: t('group'), value: phrase(rule.groupName) },
          { label: t('version'), value: t('versionNo', { n: rule.version }) },
          {
            label: t('refused'),
            value: t('times', { n: formatNumber(rule.refusedThisMonth) }),
          },
          {
            label: t('marks'),
            value: (
              <span className={styles.tags}>
                {rule.marks.map((mark) => (
                  <Tag key={mark}>{phrase(ruleMarks[mark])}</Tag>
                ))}
              </span>
            ),
          },
          { label: t('source'), value: rule.citation, wide: true },
          { label: t('trigger'), value: <code>{rule.trigger}</code> },
        ]}
      />
      <Parameters rule={rule} />
      <Section title={t('uses')}>
        {rule.uses.length === 0 ? (
          <Callout tone="warn">{t('noUses')}</Callout>
        ) : (
          <ul className={styles.hits}>
            {rule.uses.map((use) => (
              <li key={use.module}>{phrase(use.what)}</li>
            ))}
          </ul>
        )}
      </Section>
      <History rule={rule} />
    </Page>
  );
}

function Parameters({ rule }: { rule: Detail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const parameters = Object.entries(parametersOf(rule.id));
  return (
    <Section title={t('parameters')} hint={parameters.length > 0 ? t('parametersHint') : undefined}>
      {parameters.length === 0 ? (
        <Empty small title={t('noParameters')} />
      ) : (
        <Facts
          items={parameters.map(([name, parameter]) => {
            const now = valueText(parameter, rule.parameters[name], phrase);
            const ready = valueText(parameter, parameter.ready, phrase);
            return {
              label: phrase(parameter.label),
              wide: parameter.kind === 'text' || parameter.kind === 'matrix',
              value: (
                <>
                  {now}
                  {now !== ready && (
                    <small className={styles.ready}>
                      {marks.aside(t('ready', { value: ready }))}
                    </small>
                  )}
                </>
              ),
            };
          })}
        />
      )}
    </Section>
  );
}

function History({ rule }: { rule: Detail }) {
  const t = useText(text);
  const columns: Column<RuleChangeState>[] = [
    { key: 'version', title: t('version'), render: (v) => t('versionNo', { n: v.version }) },
    {
      key: 'from',
      title: t('effectiveFrom'),
      render: (v) =>
        v.effectiveFrom.startsWith('1970') ? t('always') : <DateTime at={v.effectiveFrom} />,
    },
    {
      key: 'state',
      title: t('state'),
      render: (v) => <Status kind={v.on ? 'active' : 'stopped'}>{t(v.on ? 'on' : 'off')}</Status>,
    },
    { key: 'reason', title: t('reason'), wrap: true, render: (v) => v.reason },
    {
      key: 'by',
      title: t('by'),
      render: (v) =>
        v.approvalId ? (
          <Link to={`/approvals/${v.approvalId}`}>{v.by}</Link>
        ) : v.by === 'system' ? (
          t('product')
        ) : (
          v.by
        ),
    },
  ];
  return (
    <Section title={t('history')}>
      <Rows
        label={t('history')}
        columns={columns}
        rows={rule.history}
        rowKey={(v) => String(v.version)}
      />
    </Section>
  );
}
