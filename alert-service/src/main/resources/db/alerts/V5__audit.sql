-- Who changed what, or tried to. Rows are only added.
create table audit (
    seq     bigint generated always as identity primary key,
    at      timestamptz not null,
    caller  text        not null,
    address text        not null,
    method  text        not null,
    path    text        not null,
    status  integer     not null
);
