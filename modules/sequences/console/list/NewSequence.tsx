import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { createSequence, listSequences, type SequenceId } from '../../contract.ts';
import { text } from '../text.ts';

/** A name, whose it is, and what it begins with. */
export function NewSequence({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const navigate = useNavigate();
  const create = useChange(createSequence);
  const there = useCall(listSequences, { query: { size: 100 } }, { enabled: open });
  const [name, setName] = useState('');
  const [unit, setUnit] = useState<string | null>(null);
  const [copyOf, setCopyOf] = useState<SequenceId | null>(null);
  const make = async () => {
    const made = await create.mutateAsync({ body: { name, ownerUnitId: unit!, copyOf } });
    close();
    navigate(`/sequences/${made.id}`);
  };
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t('createTitle')}
      okText={t('create')}
      okButtonProps={{ disabled: name.trim() === '' || unit === null, loading: create.isPending }}
      onOk={make}
    >
      <Form layout="vertical">
        <Form.Item label={t('name')} required htmlFor="sequence-name">
          <Input
            id="sequence-name"
            value={name}
            maxLength={80}
            onChange={(e) => setName(e.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('owner')} required htmlFor="sequence-owner">
          <UnitSelect
            id="sequence-owner"
            {...(unit ? { value: unit } : {})}
            onChange={(id) => setUnit(id ?? null)}
          />
        </Form.Item>
        <Form.Item label={t('copyOf')} htmlFor="sequence-copy">
          <Select
            id="sequence-copy"
            value={copyOf}
            onChange={setCopyOf}
            options={[
              { value: null, label: t('copyNone') },
              ...(there.data?.items ?? []).map((s) => ({ value: s.id, label: s.name })),
            ]}
          />
        </Form.Item>
      </Form>
      {create.isError && <ErrorNote error={create.error} />}
    </Modal>
  );
}
