import { Button } from 'antd';
import { useState } from 'react';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { CursorTable } from '#platform/web/table/CursorTable.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { type Audience, listMembers } from '../../contract.ts';
import { ExportMembers, useMayExport } from '../parts/ExportMembers.tsx';
import { useMemberColumns } from '../parts/members.tsx';
import { text } from '../text.ts';

export function MembersTab({ audience }: { audience: Audience }) {
  const t = useText(text);
  const columns = useMemberColumns(true);
  const mayExport = useMayExport();
  const [exporting, setExporting] = useState(false);
  return (
    <Section
      title={t('members')}
      hint={t('membersHint')}
      actions={
        mayExport && <Button onClick={() => setExporting(true)}>{t('exportMembers')}</Button>
      }
    >
      <CursorTable
        id="audiences.members"
        label={t('members')}
        list={listMembers}
        params={{ id: audience.id }}
        columns={columns}
        rowKey={(one) => String(one.customerId)}
        open={(one) => `/customers/${one.customerId}`}
        empty={<Empty title={t('noMembers')}>{t('noMembersHint')}</Empty>}
      />
      <ExportMembers
        open={exporting}
        close={() => setExporting(false)}
        query={{ audienceId: audience.id }}
      />
    </Section>
  );
}
