export { insightsOwned } from './data-sets.ts';
export { figuresByRm } from './plans/funnel.repo.ts';
export { planReportExport } from './plans/report.export.ts';
export { planReport, type ReportDeps } from './plans/report.service.ts';
