-- What the rules say, period by period: a line is one rule, issuer, segment, metric, basis and
-- length of period. {"2025-01-01/2025-03-31": {"revision": 3, "verdict": "CLEAR"}, ...}
create table line (
    issuer  text not null,
    segment text not null,
    rule    text not null,
    metric  text not null,
    basis   text not null,
    span    text not null,
    body    text not null,
    primary key (issuer, segment, rule, metric, basis, span)
);

-- The newest word on every alert.
create table alert (
    id           text primary key,
    rule         text not null,
    kind         text not null,
    issuer       text not null,
    segment      text not null,
    severity     text not null,
    state        text not null,
    body         text not null,
    seq          bigint not null,
    updated_at   timestamptz not null,
    acknowledged text
);

create index alert_newest on alert (seq desc);
create index alert_of_issuer on alert (issuer, seq desc);

-- Every word on every alert, in order: the history, and the outbox.
create table alert_message (
    seq         bigint generated always as identity primary key,
    transaction xid8 not null default pg_current_xact_id(),
    alert_id    text not null,
    body        text not null,
    at          timestamptz not null
);

create index alert_message_in_order on alert_message (transaction, seq);
create index alert_message_of_alert on alert_message (alert_id, seq);

-- Written with the message, deleted when the broker has it.
create table alert_unpublished (
    seq bigint primary key,
    at  timestamptz not null
);

-- Rules that users put; one without a body is a shipped rule switched off.
create table rule (
    id         text primary key,
    body       text,
    updated_at timestamptz not null
);

create table silence (
    id         text primary key,
    body       text not null,
    ends_at    timestamptz not null,
    created_at timestamptz not null
);

create table subscription (
    id         text primary key,
    body       text not null,
    secret     text not null,
    created_at timestamptz not null,
    -- the messages up to here have become deliveries, or never will
    cursor_transaction xid8 not null,
    cursor_seq         bigint not null
);

-- One alert message on its way to one subscriber.
create table delivery (
    id              bigint generated always as identity primary key,
    subscription_id text not null references subscription (id) on delete cascade,
    issuer          text not null,
    alert_id        text not null,
    message_seq     bigint not null,
    body            text not null,
    webhook_id      text,
    status          text not null,
    attempts        int not null default 0,
    next_at         timestamptz not null,
    last_error      text,
    created_at      timestamptz not null,
    delivered_at    timestamptz,
    unique (subscription_id, message_seq)
);

create index delivery_due on delivery (subscription_id, next_at) where status = 'pending';
