-- An issuer as far as computing needs it. The votes are what its facts say about its fiscal year
-- and its currency; they are counted up and down, so they never need the history.
create table issuer (
    id      text primary key,
    profile text not null,
    votes   text not null default '{}',
    version bigint not null default 0
);

-- The fact book: a filing a row, with the days its facts reach from and to. Facts are not rows: they
-- are always read by the window of an issuer, and a row less is a row that need not be written.
create table filing (
    id           text primary key,
    issuer       text not null,
    first_day    date not null,
    last_day     date not null,
    body         text not null,
    recorded_at  timestamptz not null,
    retracted_at timestamptz
);

create index filing_by_window on filing (issuer, last_day);

-- Every version of every snapshot. The newest revision of a key is the snapshot; each row is also
-- the message that tells of it.
create table snapshot_revision (
    issuer       text not null,
    segment      text not null,
    first_day    date not null,
    last_day     date not null,
    is_span      boolean not null,
    revision     bigint not null,
    seq          bigint generated always as identity,
    transaction  xid8 not null default pg_current_xact_id(),
    fingerprint  text not null,
    is_empty     boolean not null,
    message      text not null,
    computed_at  timestamptz not null,
    primary key (issuer, segment, last_day, first_day, is_span, revision)
);

create index snapshot_revision_in_order on snapshot_revision (transaction, seq);
create index snapshot_revision_by_seq on snapshot_revision (seq);

-- Written with the revision, deleted when the broker has it.
create table snapshot_unpublished (
    seq         bigint primary key,
    computed_at timestamptz not null
);

-- Units of a currency for one euro, a year in a row: {"2025-01-02": "1.0321", ...}
create table fx_year (
    currency text not null,
    year     int not null,
    per_euro text not null,
    primary key (currency, year)
);
