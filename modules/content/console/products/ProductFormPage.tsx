import { App, Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { productGrades } from '#modules/compliance/contract.ts';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  createProduct,
  factKeys,
  getProduct,
  type Product,
  ProductDraft,
  type ProductId,
  productChangeKind,
} from '../../contract.ts';
import styles from '../content.module.css';
import { text } from '../text.ts';
import { productKinds } from './product-words.ts';

/** A new product, or a change of one, which another person decides. */
export default function ProductFormPage() {
  const t = useText(text);
  const { id } = useParams();
  const product = useCall(getProduct, { params: { id: id as ProductId } }, { enabled: !!id });
  if (!id) return <ProductForm />;
  if (product.isPending) return <SkeletonPage />;
  if (product.isError)
    return (
      <Page
        title={t('productsTitle')}
        crumbs={[{ label: t('productsTitle'), to: '/content/products' }]}
      >
        <ErrorNote error={product.error} retry={() => product.refetch()} />
      </Page>
    );
  return <ProductForm product={product.data} />;
}

function ProductForm({ product }: { product?: Product }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const create = useChange(createProduct);
  const request = useChange(requestApproval);
  return (
    <Page
      title={product ? product.name : t('addProduct')}
      purpose={t('productForm')}
      width="reading"
      crumbs={[
        { label: t('productsTitle'), to: '/content/products' },
        { label: product ? t('changeProduct') : t('addProduct') },
      ]}
    >
      <FormPanel
        id={`content.product.${product?.id ?? 'new'}`}
        version={String(product?.version ?? '')}
        schema={ProductDraft}
        initial={product ? ProductDraft.parse(product) : {}}
        submit={t(product ? 'submit' : 'addProduct')}
        onCancel={() => navigate(product ? `/content/products/${product.id}` : '/content/products')}
        onSubmit={async (draft) => {
          if (!product) {
            const made = await create.mutateAsync({ body: draft });
            return navigate(`/content/products/${made.id}`);
          }
          const { id, version } = product;
          const payload = { id, version, state: 'listed', product: draft };
          const made = await request.mutateAsync({ body: { kind: productChangeKind, payload } });
          message.success(t('submitted'));
          navigate(`/approvals/${made.id}`);
        }}
      >
        <ProductFields isNew={!product} given={product?.facts ?? {}} />
      </FormPanel>
    </Page>
  );
}

function ProductFields({ isNew, given }: { isNew: boolean; given: Readonly<Product['facts']> }) {
  const t = useText(text);
  const phrase = usePhrase();
  const grades = productGrades.map((value) => ({ value, label: value }));
  return (
    <>
      <FieldGroup title={t('what')}>
        <Field name="name" label={t('name')} half>
          <Input maxLength={80} autoFocus={isNew} />
        </Field>
        <Field name="code" label={t('code')} half>
          <Input maxLength={32} disabled={!isNew} />
        </Field>
        <Field name="kind" label={t('kind')} half>
          <Select
            options={Object.entries(productKinds).map(([value, name]) => ({
              value,
              label: phrase(name),
            }))}
          />
        </Field>
        <Field name="issuer" label={t('issuer')} hint={t('issuerHint')} optional half>
          <Input maxLength={80} />
        </Field>
        <Field name="issuerGrade" label={t('issuerGrade')} optional half>
          <Select allowClear options={grades} />
        </Field>
        <Field name="ownGrade" label={t('ownGrade')} hint={t('gradeHint')} optional half>
          <Select allowClear options={grades} />
        </Field>
        <Field name="periodic" label={t('periodic')} valueProp="checked" half>
          <Switch />
        </Field>
        <Field
          name="privateOffering"
          label={t('privateOffering')}
          hint={t('privateHint')}
          valueProp="checked"
          half
        >
          <Switch />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('sale')}>
        <Field name="saleFrom" label={t('saleFrom')} optional half>
          <DayPicker />
        </Field>
        <Field name="saleTo" label={t('saleTo')} optional half>
          <DayPicker />
        </Field>
      </FieldGroup>
      <Terms given={given} />
      <Offers />
      <FieldGroup title={t('eligibility')}>
        <Field name={['eligibility', 'ageFrom']} label={t('ageFrom')} optional half>
          <InputNumber min={0} max={150} style={{ width: '100%' }} />
        </Field>
        <Field name={['eligibility', 'ageTo']} label={t('ageTo')} optional half>
          <InputNumber min={0} max={150} style={{ width: '100%' }} />
        </Field>
      </FieldGroup>
    </>
  );
}

/** What content may say of it: the terms that are asked for, and what else it has. */
function Terms({ given }: { given: Readonly<Product['facts']> }) {
  const t = useText(text);
  const phrase = usePhrase();
  const own = Object.keys(given).filter((key) => !(key in factKeys));
  return (
    <FieldGroup title={t('terms')} hint={t('termsHint')}>
      {Object.entries(factKeys).map(([key, name]) => (
        <Field key={key} name={['facts', key]} label={phrase(name)} optional half>
          <Input maxLength={200} />
        </Field>
      ))}
      {own.map((key) => (
        <Field key={key} name={['facts', key]} label={key} optional half>
          <Input maxLength={200} />
        </Field>
      ))}
    </FieldGroup>
  );
}

/** Offers with their days: the marketing calendar proposes by them. */
function Offers() {
  const t = useText(text);
  return (
    <FieldGroup title={t('offers')}>
      <Form.List name="offers">
        {(fields, { add, remove }) => (
          <div>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.offer}>
                <Form.Item name={[name, 'name']} noStyle>
                  <Input aria-label={t('offerName')} placeholder={t('offerName')} maxLength={60} />
                </Form.Item>
                <Form.Item name={[name, 'from']} noStyle>
                  <DayPicker />
                </Form.Item>
                <Form.Item name={[name, 'to']} noStyle>
                  <DayPicker />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('removeParagraph')}</Button>
              </div>
            ))}
            <Button onClick={() => add({ name: '', from: null, to: null, terms: '' })}>
              {t('addOffer')}
            </Button>
          </div>
        )}
      </Form.List>
    </FieldGroup>
  );
}
