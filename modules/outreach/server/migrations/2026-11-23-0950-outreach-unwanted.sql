-- By which rule what is out already may not reach its customer any more: withdrawn once its task is called
-- off, and left out of every other.
alter table outreach.touch add column unwanted text;
