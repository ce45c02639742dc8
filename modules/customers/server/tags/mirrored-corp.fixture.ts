export { aMirroredCorp } from '#modules/wecom/server/test/mirrored-corp.ts';
