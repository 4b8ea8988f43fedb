-- A retracted filing that was posted again stands again. Of retractions and of reinstatements the
-- newest is kept, each with the mark that it is still to be published; the later of the two counts.
create table reinstatement (
    filing_id   text primary key references filing (id),
    accepted_at timestamptz not null,
    published   boolean not null default false
);

create index reinstatement_unpublished on reinstatement (accepted_at) where not published;

-- Whether the filing had been retracted and reinstated before: its messages must not share an id.
alter table retraction add column again boolean not null default false;
