import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay, usePerson } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { listGrants, type StaffDetail } from '../../contract.ts';
import { GrantActions } from '../roles/GrantActions.tsx';
import { useGrantColumns } from '../roles/grant-columns.tsx';
import { text } from './text.ts';

/** Which roles a person holds, where, how much of their time, and until when. */
export function StaffGrants({ staff }: { staff: StaffDetail }) {
  const t = useText(text);
  const phone = usePhone();
  const may = useMay();
  const me = usePerson()?.id === staff.id;
  const navigate = useNavigate();
  const grants = useCall(listGrants, {
    query: { staff: staff.id, state: 'active', size: 100, sort: '-createdAt' },
  });
  const columns = useGrantColumns({ person: false, state: false });
  const List = phone ? RowCards : Ledger;
  const mayGrant = may('org.role.manage') && !me && staff.state === 'active';
  return (
    <Section title={t('holds')} hint={t('holdsHint')}>
      {grants.isError ? (
        <ErrorNote error={grants.error} retry={() => grants.refetch()} />
      ) : grants.data?.items.length === 0 ? (
        <Empty
          small
          title={t('noGrants')}
          action={
            mayGrant && (
              <Button onClick={() => navigate(`/grants/new?staff=${staff.id}`)}>
                {t('grant')}
              </Button>
            )
          }
        >
          {t('noGrantsHint')}
        </Empty>
      ) : (
        <List
          label={t('holds')}
          columns={columns}
          rows={grants.data?.items ?? []}
          waiting={grants.isPending ? 2 : 0}
          rowKey={(grant) => grant.id}
          rowActions={
            may('org.role.manage') ? (grant) => <GrantActions grant={grant} /> : undefined
          }
        />
      )}
    </Section>
  );
}
