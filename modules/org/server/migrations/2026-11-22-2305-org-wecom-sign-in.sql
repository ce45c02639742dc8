-- Colleagues also sign in inside WeCom.
alter table org.session drop constraint session_method_check;
alter table org.session add constraint session_method_check
  check (method in ('password', 'oidc', 'wecom'));
