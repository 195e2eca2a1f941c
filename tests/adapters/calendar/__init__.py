import zoneinfo

# As ungis_events does at its start: the pinned tzdata, never the machine's own.
zoneinfo.reset_tzpath(to=())
