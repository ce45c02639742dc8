-- Whether those who look after roles have been told that a grant is due for review (CR-143).
alter table org.role_grant add review_told boolean not null default false;
create index role_grant_review on org.role_grant (review_due_at) where ended_at is null and not review_told;
