import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import type { CustomerHead } from '../../contract.ts';
import { RecordConsentDialog } from '../consents/RecordConsentDialog.tsx';
import { AssignDialog } from '../list/AssignDialog.tsx';
import { RecordRightDialog } from '../rights/RecordRightDialog.tsx';
import { TagDialog } from '../tags/TagDialog.tsx';
import { EnterAttributeDialog } from './EnterAttributeDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { text } from './text.ts';

type Act = 'tag' | 'assign' | 'enter' | 'recordConsent' | 'recordRight' | 'merge';

const permissions: Record<Act, string> = {
  tag: 'customers.tag.assign',
  enter: 'customers.attribute.set',
  assign: 'customers.customer.manage',
  recordConsent: 'customers.consent.record',
  recordRight: 'customers.rights.manage',
  merge: 'customers.merge.manage',
};

/** What may be done with one customer: the first at hand, the others in a menu. */
export function CustomerActions({ head }: { head: CustomerHead }) {
  const t = useText(text);
  const may = useMay();
  const [ask, setAsk] = useState<Act | null>(null);
  const close = () => setAsk(null);
  const acts = (Object.keys(permissions) as Act[]).filter((act) => may(permissions[act]));
  const [first, ...others] = acts;
  if (!first) return null;
  const ids = [head.id];
  return (
    <>
      <Button type="primary" onClick={() => setAsk(first)}>
        {t(first)}
      </Button>
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((act) => ({ key: act, label: t(act) })),
            onClick: ({ key }) => setAsk(key as Act),
          }}
        >
          <Button icon={<Icon name="more" />} aria-label={t('more')} />
        </Dropdown>
      )}
      <TagDialog customerIds={ask === 'tag' ? ids : null} close={close} />
      <AssignDialog customerIds={ask === 'assign' ? ids : null} close={close} />
      <EnterAttributeDialog customerId={ask === 'enter' ? head.id : null} close={close} />
      <RecordConsentDialog
        customerId={ask === 'recordConsent' ? head.id : null}
        act="give"
        close={close}
      />
      <RecordRightDialog customerId={ask === 'recordRight' ? head.id : null} close={close} />
      <MergeDialog head={ask === 'merge' ? head : null} close={close} />
    </>
  );
}
