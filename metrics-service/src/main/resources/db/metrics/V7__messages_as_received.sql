-- A filing is kept in the very bytes of the message that told of it, packed like snapshots. What was
-- written before becomes such a message; readers tell what is packed from what is not.
alter table filing rename column body to message;
alter table filing alter column message type bytea
  using convert_to('{"filing":' || message || '}', 'UTF8');
alter table filing alter column message set storage external;
