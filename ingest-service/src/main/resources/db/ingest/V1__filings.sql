-- What was disclosed, as it was received. Rows are never edited: a retraction is a row of its own,
-- and so is the mark that a filing is still to be published.
create table filing (
    id           text primary key,
    issuer       text not null,
    seq          bigint generated always as identity,
    content_hash text not null,
    body         text not null,
    accepted_at  timestamptz not null
);

create index filing_by_issuer on filing (issuer, seq);
create index filing_by_seq on filing (seq);

-- Written with the filing, deleted when the broker has it. Narrow rows that come and go are cheaper
-- than a flag in the wide one, whose every index would be touched.
create table filing_unpublished (
    id          text primary key,
    accepted_at timestamptz not null
);

create table retraction (
    filing_id    text primary key references filing (id),
    reason       text not null,
    retracted_at timestamptz not null,
    published    boolean not null default false
);

create index retraction_unpublished on retraction (retracted_at) where not published;

create table issuer (
    id         text primary key,
    profile    text not null,
    cik        text, -- the SEC's number, out of the profile
    updated_at timestamptz not null,
    published  boolean not null default false
);

create index issuer_by_cik on issuer (cik) where cik is not null;

create index issuer_unpublished on issuer (updated_at) where not published;

-- Units of a currency for one euro, a year in a row: {"2025-01-02": "1.0321", ...}
create table fx_year (
    currency   text not null,
    year       int not null,
    per_euro   text not null,
    updated_at timestamptz not null,
    published  boolean not null default false,
    primary key (currency, year)
);

create index fx_year_unpublished on fx_year (updated_at) where not published;
