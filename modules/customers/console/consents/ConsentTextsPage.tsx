import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatTime } from '#platform/web/text/time.ts';
import {
  type ConsentPurpose,
  type ConsentText,
  consentPurposes,
  consentPurposeText,
  listConsentTexts,
} from '../../contract.ts';
import styles from './consents.module.css';
import { text } from './text.ts';

const kinds: Record<ConsentText['state'], StatusKind> = {
  draft: 'draft',
  in_approval: 'waiting',
  approved: 'active',
  retired: 'ended',
};

/** What customers are asked to agree to, purpose by purpose, with every version. */
export default function ConsentTextsPage() {
  const t = useText(text);
  const [read, setRead] = useState<ConsentText | null>(null);
  const texts = useCall(listConsentTexts);
  return (
    <Page title={t('texts')} purpose={t('textsPurpose')}>
      {texts.isPending ? (
        <SkeletonText lines={10} />
      ) : texts.isError ? (
        <ErrorNote error={texts.error} retry={() => texts.refetch()} />
      ) : (
        consentPurposes.map((purpose) => (
          <OnePurpose
            key={purpose}
            purpose={purpose}
            versions={texts.data.items.filter((one) => one.purpose === purpose)}
            read={setRead}
          />
        ))
      )}
      <ReadText text={read} close={() => setRead(null)} />
    </Page>
  );
}

function OnePurpose({
  purpose,
  versions,
  read,
}: {
  purpose: ConsentPurpose;
  versions: readonly ConsentText[];
  read: (text: ConsentText) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const navigate = useNavigate();
  const inForce = versions.some(({ state }) => state === 'approved');
  const waiting = versions.some(({ state }) => state === 'in_approval');
  return (
    <Section
      title={phrase(consentPurposeText[purpose])}
      actions={
        may('customers.consent.text') &&
        !waiting && (
          <Button onClick={() => navigate(`/customers/consent-texts/new?purpose=${purpose}`)}>
            {t('draftNew')}
          </Button>
        )
      }
    >
      {!inForce && <Callout tone="warn">{t('notInForce')}</Callout>}
      {versions.length === 0 ? (
        <Empty small title={t('noTexts')}>
          {t('noTextsHint')}
        </Empty>
      ) : (
        <Rows
          label={phrase(consentPurposeText[purpose])}
          rows={versions}
          rowKey={(one) => String(one.version)}
          onOpen={read}
          columns={[
            {
              key: 'title',
              title: t('title'),
              render: (one) => (
                <span className={styles.inline}>
                  {phrase(one.title)}
                  {one.renews && one.version > 1 && <Tag tone="warn">{t('renews')}</Tag>}
                </span>
              ),
            },
            {
              key: 'version',
              title: t('textVersion'),
              width: 110,
              render: (one) => t('version', { n: one.version }),
            },
            {
              key: 'at',
              title: t('at'),
              width: 220,
              render: (one) =>
                one.approvedAt
                  ? t('approvedAt', { when: formatTime(one.approvedAt, 'minute') })
                  : '—',
            },
            {
              key: 'state',
              title: t('state'),
              width: 120,
              card: 'side',
              render: (one) => <Status kind={kinds[one.state]}>{t(one.state)}</Status>,
            },
          ]}
        />
      )}
    </Section>
  );
}

function ReadText({ text: shown, close }: { text: ConsentText | null; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  return (
    <Drawer
      open={shown !== null}
      onClose={close}
      size={640}
      title={shown ? `${phrase(shown.title)} · ${t('version', { n: shown.version })}` : ''}
    >
      {shown && (
        <div className={styles.stack}>
          <div className={styles.body}>
            {phrase(shown.body)
              .split('\n')
              .filter(Boolean)
              .map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
          </div>
          <Facts
            items={[
              {
                label: t('categories'),
                value: shown.categories.map((one) => phrase(one)).join(comma),
                wide: true,
              },
              { label: t('method'), value: phrase(shown.method), wide: true },
              { label: t('retention'), value: phrase(shown.retention), wide: true },
              { label: t('controller'), value: phrase(shown.controller), wide: true },
              { label: t('contact'), value: phrase(shown.contact), wide: true },
              { label: t('rights'), value: phrase(shown.rights), wide: true },
            ]}
          />
        </div>
      )}
    </Drawer>
  );
}
