import { Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  listTemplates,
  type TemplateKind,
  type TemplateLine,
  templateKinds,
} from '../../contract.ts';
import { Transfer } from '../items/Transfer.tsx';
import { useSegmentName } from '../parts.tsx';
import { TemplateStatus } from './TemplateStatus.tsx';
import styles from './templates.module.css';
import { text } from './text.ts';

/** All of them on one page, by what they are for: there are a few dozen. */
export default function TemplatesPage() {
  const t = useText(text);
  const may = useMay();
  const phrase = usePhrase();
  const templates = useCall(listTemplates);
  const [kind, setKind] = useState<TemplateKind | null>(null);
  const [typed, setTyped] = useState('');
  const found = useMemo(
    () =>
      (templates.data?.items ?? []).filter(
        (line) =>
          (kind === null || line.kind === kind) && `${line.title}${line.about}`.includes(typed),
      ),
    [templates.data, kind, typed],
  );
  if (templates.isPending) return <SkeletonPage />;
  const kinds = (Object.keys(templateKinds) as TemplateKind[]).filter((key) =>
    found.some((line) => line.kind === key),
  );
  return (
    <Page
      title={t('templates')}
      purpose={t('purpose')}
      actions={<Transfer manage={may('content.item.manage')} />}
    >
      <Callout title={t('sendsNothing')}>{t('sendsNothingWhy')}</Callout>
      {templates.isError && <ErrorNote error={templates.error} retry={() => templates.refetch()} />}
      <div className={styles.filters}>
        <Input
          allowClear
          value={typed}
          aria-label={t('search')}
          placeholder={t('search')}
          onChange={({ target }) => setTyped(target.value.trim())}
        />
        <Select
          allowClear
          value={kind}
          aria-label={t('filterKind')}
          placeholder={t('all')}
          onChange={(value) => setKind(value ?? null)}
          options={Object.entries(templateKinds).map(([value, one]) => ({
            value: value as TemplateKind,
            label: phrase(one.text),
          }))}
        />
      </div>
      {kinds.length === 0 && <Empty small title={t('none')} />}
      {kinds.map((key) => (
        <section key={key} className={styles.group}>
          <h2>{phrase(templateKinds[key].text)}</h2>
          <ul className={styles.lines}>
            {found
              .filter((line) => line.kind === key)
              .map((line) => (
                <Line key={line.id} line={line} />
              ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

function Line({ line }: { line: TemplateLine }) {
  const t = useText(text);
  const segmentName = useSegmentName();
  return (
    <li>
      <div>
        <Link to={`/content/templates/${line.id}`}>{line.title}</Link>
        {line.about && <p>{line.about}</p>}
      </div>
      <p className={styles.tags}>
        {line.segments.map((segment) => (
          <Tag key={segment}>{segmentName(segment)}</Tag>
        ))}
        <span>
          {t('size')} {line.size}
        </span>
      </p>
      <div className={styles.aside}>
        <TemplateStatus line={line} />
        <small>
          <DateTime at={line.changedAt} />
        </small>
      </div>
    </li>
  );
}
