import { App, Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  getProduct,
  type Product,
  ProductDraft,
  type ProductId,
  productChangeKind,
} from '../../contract.ts';
import { text } from '../text.ts';
import { productKinds } from './product-words.ts';

export default function ProductPage() {
  const t = useText(text);
  const { id } = useParams();
  const product = useCall(getProduct, { params: { id: id as ProductId } });
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
  return <OneProduct product={product.data} />;
}

function OneProduct({ product }: { product: Product }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const { eligibility } = product;
  const age =
    eligibility.ageFrom === null && eligibility.ageTo === null
      ? t('any')
      : `${eligibility.ageFrom ?? '…'}–${eligibility.ageTo ?? '…'}`;
  return (
    <Page
      title={product.name}
      aside={
        <Status kind={product.onSale ? 'active' : 'ended'}>
          {t(product.onSale ? 'onSale' : 'notOnSale')}
        </Status>
      }
      crumbs={[{ label: t('productsTitle'), to: '/content/products' }, { label: product.code }]}
      actions={
        may('content.product.manage') && !product.pendingApprovalId && <Actions product={product} />
      }
    >
      {product.pendingApprovalId && (
        <Callout
          tone="warn"
          title={t('pending')}
          action={<Link to={`/approvals/${product.pendingApprovalId}`}>{t('seeApproval')}</Link>}
        />
      )}
      <Facts
        items={[
          { label: t('kind'), value: phrase(productKinds[product.kind]) },
          { label: t('grade'), value: product.grade ?? '—' },
          { label: t('issuerGrade'), value: product.issuerGrade ?? '—' },
          { label: t('ownGrade'), value: product.ownGrade ?? '—' },
          { label: t('issuer'), value: product.issuer ?? '—' },
          {
            label: t('sale'),
            value:
              product.saleFrom || product.saleTo
                ? t('fromTo', { from: product.saleFrom ?? '…', to: product.saleTo ?? '…' })
                : t('always'),
          },
          { label: t('eligibility'), value: age },
          ...Object.entries(product.facts).flatMap(([key, value]) =>
            value ? [{ label: key, value }] : [],
          ),
          {
            label: t('state'),
            value: t(
              { draft: 'draftState', listed: 'listed', unlisted: 'unlisted' }[
                product.state
              ] as 'listed',
            ),
          },
        ]}
      />
    </Page>
  );
}

function Actions({ product }: { product: Product }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const ask = async (state: 'listed' | 'unlisted') => {
    const { id, version } = product;
    const payload = { id, version, state, product: ProductDraft.parse(product) };
    const made = await request.mutateAsync({ body: { kind: productChangeKind, payload } });
    message.success(t('submitted'));
    navigate(`/approvals/${made.id}`);
  };
  const listed = product.state === 'listed';
  return (
    <>
      {request.isError && <ErrorNote error={request.error} />}
      {listed && (
        <Button danger loading={request.isPending} onClick={() => ask('unlisted')}>
          {t('takeOff')}
        </Button>
      )}
      <Button onClick={() => navigate(`/content/products/${product.id}/change`)}>
        {t('changeProduct')}
      </Button>
      {!listed && (
        <Button type="primary" loading={request.isPending} onClick={() => ask('listed')}>
          {t('listIt')}
        </Button>
      )}
    </>
  );
}
