"""Prints the table of `pinned_names.rs`: SHA-256 names of bars that reading must give, worked out without a line of ours.

A name is the SHA-256 of the timeframe's name, then column by column times, open, high, low, close and volume as eight
little-endian bytes each (whole numbers, doubles), then a byte for each flag of a bar made up.
Run it with any Python 3: `python3 pinned_names.py`.
"""

import hashlib
import struct
from datetime import datetime, timedelta, timezone

HOUR = 3_600_000
UTC = timezone.utc


def ms(*date):
    return int(datetime(*date, tzinfo=UTC).timestamp() * 1000)


# Monday 2024-12-30 to Thursday 2025-01-02, without 12:00 to 21:00 of Tuesday, a whole session, and the last two hours of
# the year, with which a file ends. Every number is a whole number of quarters, so that no sum is rounded.
START = ms(2024, 12, 30)
GONE = set(range(36, 45)) | {46, 47}


def price(hour):
    return 100 + (hour * 7 % 23) / 4


def bar(hour):
    opened, closed = price(hour), price(hour + 1)
    return [START + hour * HOUR, opened, max(opened, closed) + 0.5, min(opened, closed) - 0.5, closed, 1.25 + hour % 5, 0]


HOURS = [bar(hour) for hour in range(3 * 24 + 12) if hour not in GONE]


def filled(rows, wanted):
    """The last close for each hour that is missing between two bars and wanted."""
    out = []
    for row in rows:
        if out:
            close = out[-1][4]
            missing = [time for time in range(out[-1][0] + HOUR, row[0], HOUR) if wanted(time)]
            out += [[time, close, close, close, close, 0.0, 1] for time in missing]
        out.append(row)
    return out


def in_new_york(time):
    """Hours that a session of 9:30 to 16:00 touches; in winter New York is five hours behind UTC."""
    moment = datetime.fromtimestamp(time / 1000, UTC)
    return moment.weekday() < 5 and 14 <= moment.hour < 21


def longer(rows, opening):
    """First open, highest high, lowest low, last close, all volume; bars that were made up count only where there is no other."""
    groups = {}
    for row in rows:
        groups.setdefault(opening(row[0]), []).append(row)
    out = []
    for opened, group in groups.items():
        real = [row for row in group if not row[6]] or group
        high, low = max(row[2] for row in real), min(row[3] for row in real)
        out.append([opened, real[0][1], high, low, real[-1][4], sum(row[5] for row in real), int(all(row[6] for row in group))])
    return out


def four_hours(time):
    return time - time % (4 * HOUR)


def day(time):
    return time - time % (24 * HOUR)


def week(time):
    moment = datetime.fromtimestamp(day(time) / 1000, UTC)
    return int((moment - timedelta(days=moment.weekday())).timestamp() * 1000)


def month(time):
    moment = datetime.fromtimestamp(time / 1000, UTC)
    return ms(moment.year, moment.month, 1)


def cut(rows, start, end):
    return [row for row in rows if start <= row[0] < end]


def name(length, rows):
    columns = list(zip(*rows))
    data = length.encode() + struct.pack(f"<{len(rows)}q", *columns[0])
    for column in columns[1:6]:
        data += struct.pack(f"<{len(rows)}d", *column)
    return hashlib.sha256(data + bytes(columns[6])).hexdigest()


FROM, TO = ms(2024, 12, 31, 6), ms(2025, 1, 1, 7)
ALWAYS = filled(HOURS, lambda time: True)
NEW_YORK = filled(HOURS, in_new_york)
CUT = cut(HOURS, FROM, TO)
# Hours before the cut are not read, so a longer bar that began there is left out; gaps are filled between the hours that are read.
CUT_DAYS = cut(longer(CUT, day), FROM, TO)
CUT_FILLED = cut(longer(filled(CUT, lambda time: True), four_hours), FROM, TO)

if __name__ == "__main__":
    for said, made in [
        ("as they are", name("1h", HOURS)),
        ("filled around the clock", name("1h", ALWAYS)),
        ("filled in New York's sessions", name("1h", NEW_YORK)),
        ("four hours", name("4h", longer(HOURS, four_hours))),
        ("four hours, filled", name("4h", longer(ALWAYS, four_hours))),
        ("days", name("1d", longer(HOURS, day))),
        ("weeks", name("1w", longer(HOURS, week))),
        ("months", name("1M", longer(HOURS, month))),
        ("a stretch", name("1h", CUT)),
        ("days of a stretch", name("1d", CUT_DAYS)),
        ("four hours of a stretch, filled", name("4h", CUT_FILLED)),
    ]:
        print(f"{made}  {said}")
