"""Reads waiting.ics and people.vcf with Python's icalendar and vobject, and compares the two.

Exit status 0: they agree; 1: they do not; 3: one of them is not installed."""

import sys

try:
    import icalendar
    import vobject
except ImportError:
    sys.exit(3)

with open("waiting.ics", "rb") as file:
    raw = file.read()
assert max(len(line) for line in raw.split(b"\r\n")) <= 75
assert b"\n" not in raw.replace(b"\r\n", b"")

one = sorted(
    (
        str(event["UID"]),
        event.decoded("DTSTART"),
        event.decoded("DTEND"),
        str(event["SUMMARY"]),
        str(event["DESCRIPTION"]),
        int(event["SEQUENCE"]),
    )
    for event in icalendar.Calendar.from_ical(raw).walk("VEVENT")
)
two = sorted(
    (
        event.uid.value,
        event.dtstart.value,
        event.dtend.value,
        event.summary.value,
        event.description.value,
        int(event.sequence.value),
    )
    for event in vobject.readOne(raw.decode()).vevent_list
)
assert one == two, (one, two)
assert len({event[0] for event in one}) == len(one)

with open("people.vcf", encoding="utf-8", newline="") as file:
    cards = list(vobject.readComponents(file.read()))
for card in cards:
    card.validate()
print(f"{len(one)} events and {len(cards)} cards, read alike")
