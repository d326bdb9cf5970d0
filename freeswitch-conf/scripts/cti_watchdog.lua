-- Runs each second. While the controller's beat (global variable cti_seen, seconds of this node's clock) is fresh,
-- this is one comparison. Once it is controller_silent_seconds old, every caller whom a controller left waiting goes to the
-- fallback group. A bridged call is never touched.

-- By then calls have been taken up, or never will be (cti_recover.lua).
local LONGEST_RECOVERY_SECONDS = 60

local api = freeswitch.API()
local stale_after_seconds = tonumber(freeswitch.getGlobalVariable("controller_silent_seconds")) or 0
local now = tonumber(api:execute("strepoch", ""))
local started = tonumber(freeswitch.getGlobalVariable("cti_started"))
-- After a restart the controller has as long to come back as after any other silence: who is taken up keeps his place.
local seen = tonumber(freeswitch.getGlobalVariable("cti_seen")) or started
local recovering = freeswitch.getGlobalVariable("recover_at_start") == "true"
  and freeswitch.getGlobalVariable("cti_recovered") ~= "true"
local patience = recovering and LONGEST_RECOVERY_SECONDS or stale_after_seconds

if now == nil or (seen ~= nil and now - seen < patience) then
  return
end

local function is_bridged(uuid)
  -- A uuid that is gone would be taken for a dial string.
  if api:execute("uuid_exists", uuid) ~= "true" then
    return true
  end
  local session = freeswitch.Session(uuid)
  local bridged = session:bridged()
  session:destroy()
  return bridged
end

local moved = 0
for line in api:execute("show", "channels as delim |"):gmatch("[^\r\n]+") do
  local uuid = line:match("^([^|]+)|%a+bound|")
  if uuid and api:execute("uuid_getvar", uuid .. " cti_waiting") == "true" and not is_bridged(uuid) then
    api:execute("uuid_transfer", uuid .. " cti_fallback XML cti_fallback")
    moved = moved + 1
  end
end

if moved > 0 then
  freeswitch.consoleLog("warning", "no controller: " .. moved .. " waiting caller(s) moved to the fallback group\n")
end
