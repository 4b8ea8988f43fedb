-- What the watch on EDGAR knows, so that it goes on where it was after a restart.
create table edgar_issuer (
    cik           bigint primary key,
    name          text,
    etag          text,         -- of the index as it was last read to its end
    last_modified text,
    since         date,         -- how far back it was read
    checked_at    timestamptz,  -- when it was last looked at with success
    next_at       timestamptz not null,
    failures      int not null default 0,
    failure       text
);

create table edgar_filing (
    accession text primary key,
    cik       bigint not null,
    form      text not null,
    filed     date not null,
    document  text,             -- the name of the inline document; null where companyfacts has it
    state     text not null,    -- waiting, taken, nothing
    attempts  int not null default 0,
    next_at   timestamptz not null,
    reason    text,
    found_at  timestamptz not null,
    taken_at  timestamptz
);

create index edgar_filing_waiting on edgar_filing (next_at) where state = 'waiting';
create index edgar_filing_by_cik on edgar_filing (cik, filed);
