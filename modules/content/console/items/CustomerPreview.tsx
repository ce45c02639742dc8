import { Button, Select } from 'antd';
import { useState } from 'react';
import { listCustomers } from '#modules/customers/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { places, previewContent, type Version } from '../../contract.ts';
import styles from '../content.module.css';
import { MessageShown } from '../messages/MessageShown.tsx';
import { text } from '../text.ts';

/** One customer's message, every place filled; names are masked and nothing is sent. */
export function CustomerPreview({ itemId, version }: { itemId: string; version: Version }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const sees = may('customers.customer.read') || may('customers.unit.read');
  const customers = useCall(listCustomers, { query: { size: 50 } }, { enabled: sees });
  const preview = useChange(previewContent);
  const [customerId, setCustomerId] = useState<number | null>(null);
  const [voice, setVoice] = useState<'text' | 'human'>('text');
  const channels = version.facets.places.filter((place) => place !== 'page');
  const [channel, setChannel] = useState(channels[0] ?? 'one_to_one');
  if (!sees) return null;
  const show = () =>
    preview.mutate({
      body: { itemId, version: version.version, customerId: customerId!, channel, voice },
    });
  return (
    <Section title={t('forCustomer')} hint={t('forCustomerHint')}>
      <div className={styles.previewFor}>
        <div>
          <Select
            aria-label={t('chooseCustomer')}
            placeholder={t('chooseCustomer')}
            loading={customers.isPending}
            style={{ minWidth: 200 }}
            value={customerId}
            onChange={setCustomerId}
            options={(customers.data?.items ?? []).map(({ id, name, unit }) => ({
              value: id as number,
              label: `${name ?? '—'} · ${unit.name}`,
            }))}
          />
          <Select
            aria-label={t('channel')}
            value={channel}
            onChange={setChannel}
            style={{ minWidth: 110 }}
            options={channels.map((value) => ({ value, label: phrase(places[value]) }))}
          />
          {version.body.human && (
            <Select
              aria-label={t('human')}
              value={voice}
              onChange={setVoice}
              style={{ minWidth: 140 }}
              options={[
                { value: 'text', label: t('official') },
                { value: 'human', label: t('human') },
              ]}
            />
          )}
          <Button disabled={customerId === null} loading={preview.isPending} onClick={show}>
            {t('preview')}
          </Button>
        </div>
        {preview.isError && <ErrorNote error={preview.error} />}
        {preview.data && <MessageShown message={preview.data} />}
      </div>
    </Section>
  );
}
