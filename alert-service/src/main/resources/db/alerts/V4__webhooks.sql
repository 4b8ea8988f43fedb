-- One signed request to one subscriber. Its id stands for this body for ever, however often it is
-- tried and whoever sends it.
create table webhook (
    id              text primary key,
    subscription_id text not null references subscription (id) on delete cascade,
    issuer          text not null,
    -- null: was sent before bodies were kept
    body            text,
    -- pending, delivered, failed (given up)
    status          text not null,
    attempts        int not null default 0,
    next_at         timestamptz not null,
    -- The lease: until then nobody else sends it. By the clock of the database, which is one.
    claimed_by      text,
    claimed_until   timestamptz,
    last_error      text,
    created_at      timestamptz not null,
    delivered_at    timestamptz
);

create index webhook_due on webhook (subscription_id, attempts, next_at) where status = 'pending';
create index webhook_of_subscription on webhook (subscription_id);

insert into webhook (id, subscription_id, issuer, status, attempts, next_at, last_error, created_at,
                     delivered_at)
select webhook_id, min(subscription_id), min(issuer),
       case when bool_or(status = 'delivered') then 'delivered' else 'failed' end,
       max(attempts), max(next_at), max(last_error), min(created_at), max(delivered_at)
from delivery
where webhook_id is not null and status in ('delivered', 'failed')
group by webhook_id;

-- A delivery is an alert message on its way into a webhook; what became of that stands there. What
-- was on its way is gathered anew, under a new id, as nobody knows what its old id was sent with.
drop index delivery_due;
update delivery
set status = case when status in ('delivered', 'failed') then 'gathered'
                  when status = 'pending' then 'waiting'
                  else status end,
    webhook_id = case when status in ('delivered', 'failed') then webhook_id end;
alter table delivery drop column body;
alter table delivery drop column attempts;
alter table delivery drop column last_error;
alter table delivery drop column delivered_at;
alter table delivery rename column next_at to due_at;
-- why a delivery that is not gathered is not: overtaken, silenced, never-told
alter table delivery add column reason text;
alter table delivery add foreign key (webhook_id) references webhook (id) on delete cascade;

create index delivery_waiting on delivery (subscription_id, due_at) where status = 'waiting';
create index delivery_of_alert on delivery (subscription_id, alert_id);
create index delivery_of_webhook on delivery (webhook_id);
