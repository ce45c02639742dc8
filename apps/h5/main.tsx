import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CustomerPages } from '../../modules/customers/h5/index.ts';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CustomerPages />
  </StrictMode>,
);
