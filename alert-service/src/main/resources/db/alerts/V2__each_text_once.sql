-- The newest word on an alert is a message, and stands there.
alter table alert drop column body;

-- Compressed by the service that writes them (LZ4, class Packed). What was written before stays as
-- it is: readers tell the two apart.
alter table line alter column body type bytea using convert_to(body, 'UTF8');
alter table line alter column body set storage external;
