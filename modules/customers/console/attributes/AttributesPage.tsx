import { Button, Checkbox, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useComma, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Attribute,
  attributeTypeText,
  blocks,
  blockText,
  listAttributes,
  purposeText,
} from '../../contract.ts';
import { AttributeDialog, AttributeStateDialog } from './AttributeDialogs.tsx';
import styles from './attributes.module.css';
import { text } from './text.ts';

/** What may be known of a customer, and for what it may be used. */
export default function AttributesPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const manage = useMay()('customers.attribute.manage');
  const columns = useColumns();
  const [all, setAll] = useState(false);
  const [q, setQ] = useState('');
  const [edited, setEdited] = useState<Attribute | 'new' | null>(null);
  const [asked, setAsked] = useState<Attribute | null>(null);
  const answer = useCall(
    listAttributes,
    { query: { state: all ? 'all' : 'active', ...(q ? { q } : {}) } },
    { keep: true },
  );
  const items = answer.data?.items ?? [];
  return (
    <Page
      title={t('attributes')}
      purpose={t('purpose')}
      actions={
        manage && (
          <Button type="primary" onClick={() => setEdited('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      <div className={styles.tools}>
        <Input.Search
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          onSearch={(typed) => setQ(typed.trim())}
        />
        <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
          {t('withRetired')}
        </Checkbox>
      </div>
      {answer.isPending ? (
        <SkeletonText lines={12} />
      ) : answer.isError && !answer.data ? (
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('empty')} />
      ) : (
        blocks
          .map((block) => ({ block, rows: items.filter((one) => one.block === block) }))
          .filter(({ rows }) => rows.length > 0)
          .map(({ block, rows }) => (
            <Section key={block} title={phrase(blockText[block])}>
              <Rows
                label={phrase(blockText[block])}
                rows={rows}
                rowKey={(one) => one.code}
                columns={columns}
                rowActions={
                  manage
                    ? (one) => (
                        <span className={styles.actions}>
                          <Button size="small" onClick={() => setEdited(one)}>
                            {t('change')}
                          </Button>
                          <Button size="small" onClick={() => setAsked(one)}>
                            {t(one.state === 'active' ? 'retire' : 'restore')}
                          </Button>
                        </span>
                      )
                    : undefined
                }
              />
            </Section>
          ))
      )}
      <AttributeDialog attribute={edited} close={() => setEdited(null)} />
      <AttributeStateDialog attribute={asked} close={() => setAsked(null)} />
    </Page>
  );
}

function useColumns(): Column<Attribute>[] {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const marks = useMarks();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        width: 240,
        render: (one) => (
          <span className={styles.inline}>
            {phrase(one.name)} <code>{one.code}</code>
          </span>
        ),
      },
      {
        key: 'type',
        title: t('type'),
        width: 120,
        render: (one) => {
          const unit = one.type === 'money' ? phrase(['元', 'yuan']) : one.unit;
          return `${phrase(attributeTypeText[one.type])}${unit ? marks.aside(unit) : ''}`;
        },
      },
      {
        key: 'purposes',
        title: t('purposes'),
        wrap: true,
        render: (one) => one.purposes.map((purpose) => phrase(purposeText[purpose])).join(comma),
      },
      {
        key: 'class',
        title: t('dataClass'),
        width: 170,
        render: (one) => (
          <span className={styles.inline}>
            <Tag tone={one.dataClass === 'C2' ? 'warn' : 'plain'}>
              {one.dataClass === 'none' ? t('noneClass') : one.dataClass}
            </Tag>
            {one.sensitive && <Tag tone="warn">{t('sensitive')}</Tag>}
          </span>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        width: 110,
        card: 'side',
        render: (one) => (
          <Status kind={one.state === 'active' ? 'active' : 'ended'}>{t(one.state)}</Status>
        ),
      },
    ],
    [t, phrase, comma, marks],
  );
}
