import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { UnitId } from '#modules/org/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { UploadDrop } from '#platform/web/form/UploadDrop.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Stat, StatRow } from '#platform/web/show/Stat.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import { upload } from '#platform/web/transfer.ts';
import { uploadList } from '../../contract.ts';
import { useFirstUnit } from '../builder/useFirstUnit.ts';
import styles from './lists.module.css';
import { text } from './text.ts';

type Result = Reply<typeof uploadList>;
const MOST_BYTES = 20 * 1024 * 1024;

export default function UploadListPage() {
  const t = useText(text);
  const id = useId();
  const client = useQueryClient();
  const first = useFirstUnit().data;
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | undefined>();
  const [result, setResult] = useState<Result | null>(null);
  const unitId = chosen ?? first;
  const ready = name.trim() !== '' && unitId !== undefined;
  const crumbs = [{ label: t('audiences'), to: '/audiences' }, { label: t('title') }];
  if (result)
    return (
      <Page title={result.audience.name} crumbs={crumbs}>
        <Came result={result} again={() => setResult(null)} />
      </Page>
    );
  return (
    <Page title={t('title')} purpose={t('purpose')} crumbs={crumbs} width="reading">
      <div className={styles.form}>
        <div className={styles.field}>
          <label htmlFor={`${id}name`}>{t('name')}</label>
          <Input
            id={`${id}name`}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
          />
          <small>{t('nameHint')}</small>
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}unit`}>{t('unit')}</label>
          <UnitSelect id={`${id}unit`} value={unitId} onChange={setChosen} />
          <small>{t('unitHint')}</small>
        </div>
      </div>
      {ready ? (
        <UploadDrop
          kinds={['.csv', '.xlsx', '.txt']}
          maxBytes={MOST_BYTES}
          title={t('drop')}
          send={async (file, progress) => {
            const query = { name: name.trim(), unitId: unitId as UnitId };
            setResult(await upload(uploadList, file, { query }, { progress }));
            await client.invalidateQueries({ queryKey: ['audiences'] });
          }}
        >
          {t('format')}
        </UploadDrop>
      ) : (
        <Callout>{t('needs')}</Callout>
      )}
    </Page>
  );
}

function Came({ result, again }: { result: Result; again: () => void }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { lines, found, repeated, unknown, unknownCount, audience } = result;
  const share = (n: number) => t('share', { share: formatPercent(lines === 0 ? 0 : n / lines) });
  return (
    <>
      <StatRow>
        <Stat label={t('lines')} value={lines} unit={t('linesUnit')} period={t('ofFile')} exact />
        <Stat
          label={t('members')}
          value={audience.count}
          unit={t('peopleUnit')}
          period={t('afterAll')}
          exact
        />
        <Stat label={t('found')} value={found} unit={t('linesUnit')} period={share(found)} exact />
        <Stat
          label={t('repeated')}
          value={repeated}
          unit={t('linesUnit')}
          period={share(repeated)}
          exact
        />
        <Stat
          label={t('unknown')}
          value={unknownCount}
          unit={t('linesUnit')}
          period={share(unknownCount)}
          exact
        />
      </StatRow>
      <div className={styles.actions}>
        <Button type="primary" onClick={() => navigate(`/audiences/${audience.id}`)}>
          {t('open')}
        </Button>
        <Button onClick={again}>{t('another')}</Button>
      </div>
      {unknown.length > 0 && (
        <Section
          title={t('unknownTitle')}
          hint={
            t('unknownHint') +
            (unknownCount > SHOWN ? ` ${t('onlyFirst', { n: formatNumber(SHOWN) })}` : '')
          }
          actions={<Button onClick={() => save(unknown)}>{t('download')}</Button>}
        >
          <Rows
            label={t('unknownTitle')}
            rows={unknown.slice(0, SHOWN)}
            rowKey={(one) => String(one.line)}
            columns={[
              {
                key: 'line',
                title: t('line'),
                width: 100,
                align: 'right',
                render: (one) => <span className="figures">{formatNumber(one.line)}</span>,
              },
              { key: 'text', title: t('text'), render: (one) => <code>{one.text}</code> },
            ]}
          />
        </Section>
      )}
    </>
  );
}

const SHOWN = 100;

/** The lines as they came, for a spreadsheet; a cell that would calculate is made text. */
function save(lines: Result['unknown']): void {
  const cell = (value: string) =>
    `"${(/^[=+\-@\t]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const csv = `\uFEFF行号,客户号\r\n${lines.map((one) => `${one.line},${cell(one.text)}`).join('\r\n')}\r\n`;
  const href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = href;
  link.download = 'not-found.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
