-- Reports as they were filed, beside the filings made of them: a 10-Q is a megabyte, its facts are a
-- few kilobytes, and most questions are about the facts.
create table report (
    filing_id   text primary key, -- the accession number, or another name of the filing
    issuer      text not null,
    format      text not null,
    sha256      text not null,    -- of the document as it is kept, unpacked
    bytes       bigint not null,  -- so long it is, unpacked
    content     bytea not null,   -- gzip
    taken       bytea not null,   -- every fact that was ever made of it, whatever was mapped then
    problems    text not null,
    received_at timestamptz not null
);

-- Packed already.
alter table report alter column content set storage external;

create index report_by_issuer on report (issuer, received_at);

-- What an issuer's own tags and members mean, as a user said it.
create table tag_mapping (
    issuer     text primary key,
    mapping    text not null,
    updated_at timestamptz not null
);
