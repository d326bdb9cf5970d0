-- Prolongs a lease that the caller still holds. One that has run out stays free: taking it again is a decision of
-- its own, because another controller may have had it in between.
--
-- KEYS[1]  the lease
-- ARGV[1]  the caller's controller id
-- ARGV[2]  how long it is to last from now, milliseconds
--
-- Returns { 1, holder, ttlMs } when prolonged, { 0, holder, ttlMs } when another holds it, { 0, '', 0 } when nobody.

local holder = redis.call('GET', KEYS[1])
if not holder then
  return { 0, '', 0 }
end
if holder ~= ARGV[1] then
  return { 0, holder, redis.call('PTTL', KEYS[1]) }
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 1, ARGV[1], tonumber(ARGV[2]) }
