-- A retracted filing may be posted again: the newest word counts, whichever message came first.
-- Null where it was posted once.
alter table filing add column reinstated_at timestamptz;

-- Votes are now about days on which years ended, one a filing: what is null is counted anew.
alter table issuer alter column votes drop not null;
update issuer set votes = null where votes <> '{}';
