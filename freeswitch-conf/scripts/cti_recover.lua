-- Runs once, in a thread of its own, when mod_lua loads: takes up the calls that a killed node left, then says that it is
-- done (global variable cti_recovered). Until then a controller doesn't look at what is there, or it would take legs for
-- lost that are on their way back, and the watchdog moves nobody.
--
-- What FreeSWITCH does (switch_core_sqldb.c, recover_callback): answered legs come back under their uuids, with the
-- variables that they had at the last answer, bridge or end of a bridge, and each far end gets a re-INVITE. Two that were
-- bridged are bridged again; any other leg runs all of its last extension again, so a caller who waited is parked, with
-- the fallback armed.

local PROFILES = { "agents", "trunks" }
local LONGEST_WAIT_MS = 30000
local LONGEST_TABLE_MS = 2000
local OFFER_EVERY_MS = 400
local MOST_OFFERS = 6
local STEP_MS = 50

local api = freeswitch.API()

local function warn(text)
  freeswitch.consoleLog("warning", text .. "\n")
end

-- True once it holds, false when it doesn't within the time.
local function wait_until(holds, longest_ms)
  for _ = 1, longest_ms / STEP_MS do
    if holds() then
      return true
    end
    freeswitch.msleep(STEP_MS)
  end
  return holds()
end

-- mod_sofia is loaded after mod_lua.
local function all_running()
  local status = api:execute("sofia", "status")
  for _, name in ipairs(PROFILES) do
    if not status:match("\n%s*" .. name .. "%s+profile[^\n]*RUNNING") then
      return false
    end
  end
  return true
end

local function legs()
  local uuids = {}
  for line in api:execute("show", "channels as delim |"):gmatch("[^\r\n]+") do
    uuids[#uuids + 1] = line:match("^([^|]+)|%a+bound|")
  end
  return uuids
end

-- A variable of a leg that is there, undefined ones as nil.
local function variable(uuid, name)
  local value = api:execute("uuid_getvar", uuid .. " " .. name)
  return value ~= "_undef_" and value or nil
end

local function exists(uuid)
  return api:execute("uuid_exists", uuid) == "true"
end

-- A leg was bridged, and the other side has not come back: FreeSWITCH would leave it there without end.
local function see_to_abandoned(uuid)
  if variable(uuid, "cti_waiting") == "true" then
    -- As if it waited: a controller goes on with it, or the watchdog takes it to the fallback group.
    api:execute("uuid_park", uuid)
  elseif variable(uuid, "cti_fallback") == "true" then
    api:execute("uuid_transfer", uuid .. " cti_fallback XML cti_fallback")
  else
    api:execute("uuid_kill", uuid .. " NORMAL_TEMPORARY_FAILURE")
  end
end

-- FreeSWITCH offers telephone events at a clock rate of 0 to a leg that it takes up (switch_core_media.c, te_rate), which
-- far ends rightly refuse, and then no keys come. With this variable the rate is right in the next offer.
local function keep_events()
  local dbh = freeswitch.Dbh("sqlite://core")
  dbh:query([[update recovery set metadata =
    replace(metadata, '<variables>', '<variables><rtp_liberal_dtmf>true</rtp_liberal_dtmf>')
    where metadata like '%<rtp_2833_send_payload>%']])
  dbh:release()
end

-- The next offer, to callers whose far ends have refused: theirs are the keys that somebody collects. Their refusal may be
-- seen a moment before FreeSWITCH has drawn its conclusion from it, so the offer is made again until it is taken.
local function offer_events_again()
  local callers = {}
  for _, uuid in ipairs(legs()) do
    if exists(uuid) and variable(uuid, "cti_role") == "caller" and variable(uuid, "rtp_2833_send_payload") then
      callers[#callers + 1] = uuid
    end
  end
  for _ = 1, #callers > 0 and MOST_OFFERS or 0 do
    freeswitch.msleep(OFFER_EVERY_MS)
    for _, uuid in ipairs(callers) do
      local answer = exists(uuid) and variable(uuid, "switch_r_sdp")
      if answer and not answer:match("telephone%-event") then
        api:execute("uuid_media_reneg", uuid)
      end
    end
  end
end

local function recover()
  if not wait_until(all_running, LONGEST_WAIT_MS) then
    return warn("the SIP profiles did not come up: no calls were taken up")
  end
  keep_events()
  local said = api:execute("sofia", "recover"):gsub("%s+$", "")
  warn("sofia recover: " .. said)
  local expected = tonumber(said:match("Recovered (%d+)") or 0)
  -- The table of channels is written a moment later; controllers find by it what is there.
  wait_until(function() return #legs() >= expected end, LONGEST_TABLE_MS)
  for _, uuid in ipairs(legs()) do
    if exists(uuid) then
      -- Who waits is the watchdog's: a fallback that is armed besides would take a caller from a controller that is back.
      if variable(uuid, "cti_waiting") == "true" then
        api:execute("sched_del", uuid)
      end
      local other = variable(uuid, "signal_bond")
      if other and not exists(other) then
        see_to_abandoned(uuid)
      end
    end
  end
end

local function try(what)
  local went_well, fault = pcall(what)
  if not went_well then
    warn("taking up calls broke off: " .. tostring(fault))
  end
end

if freeswitch.getGlobalVariable("recover_at_start") == "true" then
  try(recover)
  -- From here on a controller has as long to come back as after any other silence.
  api:execute("global_setvar", "cti_started=" .. api:execute("strepoch", ""))
  api:execute("global_setvar", "cti_recovered=true")
  try(offer_events_again)
end
