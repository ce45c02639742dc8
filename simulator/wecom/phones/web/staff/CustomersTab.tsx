import { useState } from 'react';
import type { CustomerRow, StaffPhone } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells, Nothing } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import { Search } from '../parts/Search.tsx';
import { useLang, useSay, wayText } from '../text.ts';
import { When } from '../time.tsx';
import type { StaffPage } from './StaffPhone.tsx';
import styles from './staff.module.css';

export function CustomersTab({
  phone,
  open,
}: {
  phone: StaffPhone;
  open: (page: StaffPage) => void;
}) {
  const say = useSay();
  const lang = useLang();
  const { corp } = useWorld();
  const { userid, customers: count } = phone.staff;
  const [q, setQ] = useState('');
  const customers = useLive<CustomerRow[]>(`corps/${corp}/staff/${userid}/customers`, { q });
  const act = useAct();
  const found = customers.data ?? [];
  return (
    <Screen title={say('myCustomers')} note={say('customersOf', { n: count })}>
      <Search value={q} change={setQ} />
      {phone.requests.length > 0 && (
        <Cells title={say('requests')}>
          {phone.requests.map(({ person, name, at, addWay }) => (
            <Cell
              key={person}
              lead={<Avatar name={name} id={person} />}
              title={name}
              note={
                <>
                  {wayText(addWay, lang)} · <When at={at} />
                </>
              }
              end={
                <button
                  type="button"
                  className={styles.accept}
                  onClick={() => act.mutate([{ do: 'staff.accept', userid, person }])}
                >
                  {say('accept')}
                </button>
              }
            />
          ))}
        </Cells>
      )}
      <Cells>
        {found.map((customer) => (
          <Cell
            key={customer.person}
            lead={<Avatar name={customer.name} id={customer.person} />}
            title={customer.remark || customer.name}
            note={customer.deletedByCustomer ? say('deletedYou') : undefined}
            end={<When at={customer.createtime} />}
            onClick={() => open({ page: 'customer', person: customer.person })}
          />
        ))}
      </Cells>
      {customers.data && found.length === 0 && (
        <Nothing>{q ? say('nobody') : say('noCustomers')}</Nothing>
      )}
    </Screen>
  );
}
