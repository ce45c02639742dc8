import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Workbench } from '../../modules/workbench/sidebar/index.ts';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Workbench />
  </StrictMode>,
);
