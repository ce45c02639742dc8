import { App, Button, Segmented } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import {
  downloadImportTemplate,
  type ImportColumn,
  type ImportKind,
  listImportKinds,
  startImport,
} from '#platform/contract/import.ts';
import { useCall } from '#platform/web/api.ts';
import { UploadDrop } from '#platform/web/form/UploadDrop.tsx';
import { Steps } from '#platform/web/form/Wizard.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { download, upload } from '#platform/web/transfer.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { useImportSteps } from './import-steps.ts';
import { text } from './text.ts';

const LARGEST = 512 * 1024 * 1024;

/** The first step: what, and the file. Reading and checking begin with the upload. */
export default function ImportNewPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const kinds = useCall(listImportKinds);
  const steps = useImportSteps();
  const items = kinds.data?.items ?? [];
  const kind = items.find((one) => one.kind === search.get('kind')) ?? items[0];
  return (
    <Page
      title={t('start')}
      purpose={t('importsPurpose')}
      crumbs={[{ label: t('imports'), to: '/imports' }, { label: t('start') }]}
    >
      {kinds.isPending ? (
        <SkeletonText lines={6} />
      ) : kinds.isError ? (
        <ErrorNote error={kinds.error} retry={() => kinds.refetch()} />
      ) : !kind ? (
        <Empty title={t('noKinds')}>{t('noKindsHint')}</Empty>
      ) : (
        <>
          <Steps steps={steps} current={0} />
          {items.length > 1 && (
            <div>
              <Segmented
                aria-label={t('chooseKind')}
                value={kind.kind}
                onChange={(next) => setSearch({ kind: next }, { replace: true })}
                options={items.map((one) => ({ value: one.kind, label: phrase(one.name) }))}
              />
            </div>
          )}
          <UploadDrop
            key={kind.kind}
            kinds={['.csv', '.xlsx']}
            maxBytes={LARGEST}
            title={t('upload', { name: phrase(kind.name) })}
            send={async (file, progress) => {
              const made = await upload(
                startImport,
                file,
                { params: { kind: kind.kind } },
                { progress },
              );
              navigate(`/imports/${made.id}`);
            }}
          >
            <Templates kind={kind} />
          </UploadDrop>
          <Columns kind={kind} />
        </>
      )}
    </Page>
  );
}

function Templates({ kind }: { kind: ImportKind }) {
  const t = useText(text);
  const lang = useLang();
  const { message } = App.useApp();
  const take = (format: 'xlsx' | 'csv') =>
    download(downloadImportTemplate, { params: { kind: kind.kind }, query: { format } })
      .then((name) => message.success(t('exported', { name })))
      .catch((error) => message.error(errorText(error, lang)));
  return (
    <>
      {t('templateHint')}{' '}
      <Button type="link" size="small" onClick={() => take('xlsx')}>
        {t('templateXlsx')}
      </Button>
      <Button type="link" size="small" onClick={() => take('csv')}>
        {t('templateCsv')}
      </Button>
    </>
  );
}

function Columns({ kind }: { kind: ImportKind }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const phone = usePhone();
  const List = phone ? RowCards : Ledger;
  return (
    <Section title={t('columnsTitle')}>
      <List<ImportColumn>
        label={t('columnsTitle')}
        rows={kind.columns}
        rowKey={(column) => column.key}
        columns={[
          { key: 'name', title: t('column'), render: (column) => phrase(column.name) },
          {
            key: 'required',
            title: t('isRequired'),
            card: 'side',
            render: (column) => (
              <Tag tone={column.required ? 'accent' : 'plain'}>
                {t(column.required ? 'isRequired' : 'isOptional')}
              </Tag>
            ),
          },
          { key: 'example', title: t('example'), render: (column) => column.example || '—' },
          {
            key: 'hint',
            title: t('hint'),
            wrap: true,
            render: (column) =>
              [column.hint && phrase(column.hint), column.sensitive && t('sensitiveNote')]
                .filter(Boolean)
                .join(marks.semicolon) || '—',
          },
        ]}
      />
    </Section>
  );
}
