-- Articles and the facts drafted from them, until somebody decides. A draft's id is of its text, so
-- that the same article is the same draft.
create table draft (
    id          text primary key,
    seq         bigint generated always as identity,
    article     text not null,
    source      text not null,  -- JSON: what the sender said of where it is from
    reading     text not null,  -- JSON: the day it was dated by, amounts left open, what a model proposed
    received_at timestamptz not null
);

create index draft_by_seq on draft (seq);

-- status: open, approving (chosen, its filing perhaps stored), approved, rejected
create table draft_fact (
    draft_id text not null references draft (id) on delete cascade,
    number   int not null,
    body     text not null,     -- JSON: the fact, its evidence and doubts
    status   text not null default 'open',
    revision int not null default 1,
    filing   text,              -- the filing it became a part of
    primary key (draft_id, number)
);
