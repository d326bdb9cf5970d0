-- Who has a site's lease, and who had it last.
--
-- KEYS[1]  the lease; the hash KEYS[1]:last beside it is the newest grant
--
-- Returns { holder, holder of the newest grant }, each empty when there is none.

local holder = redis.call('GET', KEYS[1])
local former = redis.call('HGET', KEYS[1] .. ':last', 'holder')
return { holder or '', former or '' }
