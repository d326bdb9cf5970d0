-- Runs once when mod_lua loads: looks at the spool.

local function warn(text)
  freeswitch.consoleLog("warning", text .. "\n")
end

-- The type of the file system with the longest mount point that leads to the directory; the last mount counts.
local function file_system_of(directory)
  local best, kind = "", nil
  local mounts = io.open("/proc/mounts")
  if mounts == nil then
    return nil
  end
  for line in mounts:lines() do
    local path, its_kind = line:match("^%S+ (%S+) (%S+)")
    local leads = path == "/" or directory == path or directory:sub(1, #path + 1) == path .. "/"
    if leads and #path >= #best then
      best, kind = path, its_kind
    end
  end
  mounts:close()
  return kind
end

local function look_at_spool(directory)
  local probe = directory .. "/.cti-start"
  local file = io.open(probe, "w")
  if file == nil then
    return warn("nothing can be recorded: the spool " .. directory .. " is not there, or not writable")
  end
  file:close()
  os.remove(probe)
  local kind = file_system_of(directory)
  if kind ~= "tmpfs" and kind ~= "ramfs" then
    warn("the spool " .. directory .. " is no tmpfs: recordings would reach a disk in clear")
  end
end

look_at_spool(freeswitch.getGlobalVariable("spool_dir"))
