-- Who may call. The key itself is nowhere: only its hash.
create table api_key (
    name       text        not null primary key,
    hash       text        not null unique,
    roles      text[]      not null,
    issuers    text[]      not null,
    publisher  text,
    tier       text,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);
