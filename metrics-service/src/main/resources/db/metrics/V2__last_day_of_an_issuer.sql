-- None of an issuer's facts is about a later day: what comes after it need not be looked for.
alter table issuer add column last_day date not null default '0001-01-01';

update issuer set last_day = newest.last_day
from (select issuer, max(last_day) as last_day from filing group by issuer) newest
where newest.issuer = issuer.id;
