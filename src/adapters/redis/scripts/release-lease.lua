-- Gives a lease back, if the caller holds it.
--
-- KEYS[1]  the lease; the hash KEYS[1]:last beside it is the newest grant
-- ARGV[1]  the caller's name as a holder
--
-- Returns 1 when it was the caller's, 0 when it wasn't.

if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('HSET', KEYS[1] .. ':last', 'released', '1')
  return redis.call('DEL', KEYS[1])
end
return 0
