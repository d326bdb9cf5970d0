-- Runs each minute: ends every leg that is older than max_call_seconds, whoever has it. Session timers and the media
-- time-out find most ghosts sooner; this one finds the rest. Emergency calls are left alone.

local api = freeswitch.API()
local longest = tonumber(freeswitch.getGlobalVariable("max_call_seconds"))
local now = tonumber(api:execute("strepoch", ""))
if longest == nil or now == nil then
  return
end

local ended = 0
for line in api:execute("show", "channels as delim |"):gmatch("[^\r\n]+") do
  local uuid, created = line:match("^([^|]+)|%a+bound|[^|]*|(%d+)|")
  if uuid and now - tonumber(created) >= longest and api:execute("uuid_getvar", uuid .. " cti_emergency") ~= "true" then
    api:execute("uuid_kill", uuid .. " ALLOTTED_TIMEOUT")
    ended = ended + 1
  end
end

if ended > 0 then
  freeswitch.consoleLog("warning", ended .. " leg(s) ended at the longest time that a call may take\n")
end
