-- Banks that were there before licences were kept have none on the register: nobody of theirs is silenced
-- until their compliance officer says that it is complete (docs/decisions/0022-licences.md). Of versions
-- that knew no register, those to come included; no decision was made by them.
update compliance.rule_version set parameters = parameters || '{"register": "not_kept"}'
 where rule = 'CR-136' and not parameters ? 'register';
