import { App, Button } from 'antd';
import { Link } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  type ShownTemplate,
  saveTemplate,
  type Template,
  templateHistory,
} from '../../contract.ts';
import { text } from './text.ts';

interface Row {
  readonly nth: number;
  readonly state: string;
  readonly template: Template;
  readonly by: string;
  readonly at: string;
  readonly approvalId: string | null;
}

/** What was in use, the newest first; an old one comes back as a draft. */
export function Versions({ kept }: { kept: ShownTemplate }) {
  const t = useText(text);
  const { message } = App.useApp();
  const history = useCall(templateHistory, { params: { id: kept.id } });
  const save = useChange(saveTemplate);
  const items = history.data?.items ?? [];
  if (items.length === 0) return null;
  const rows = items.map((item, i): Row => ({ ...item, nth: items.length - i }));
  const restore = async (template: Template) => {
    const body = { version: kept.version, template };
    await save.mutateAsync({ params: { id: kept.id }, body });
    message.success(t('restored'));
  };
  const columns: Column<Row>[] = [
    { key: 'version', title: t('versions'), render: ({ nth }) => t('versionNo', { n: nth }) },
    { key: 'name', title: t('name'), wrap: true, render: ({ template }) => template.title },
    {
      key: 'state',
      title: t('state'),
      render: ({ state }) => t(state === 'withdrawn' ? 'withdrawn' : 'approved'),
    },
    { key: 'at', title: t('at'), render: ({ at }) => <DateTime at={at} /> },
    {
      key: 'by',
      title: t('by'),
      render: ({ by, approvalId }) =>
        approvalId ? <Link to={`/approvals/${approvalId}`}>{by}</Link> : t('shipped'),
    },
  ];
  const free = kept.can.change && !kept.pendingApprovalId;
  return (
    <Section title={t('versions')}>
      {save.isError && <ErrorNote error={save.error} />}
      <Rows
        label={t('versions')}
        columns={columns}
        rows={rows}
        rowKey={({ nth }) => String(nth)}
        rowActions={
          free
            ? ({ nth, template }) =>
                nth < rows.length && (
                  <Button size="small" onClick={() => restore(template)}>
                    {t('restore')}
                  </Button>
                )
            : undefined
        }
      />
    </Section>
  );
}
