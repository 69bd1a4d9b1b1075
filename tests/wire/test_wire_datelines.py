"""What opens a wire story, and what only looks like it."""

from datetime import date

import pytest

from newsarchive.wire import Dateline, Moment, open_dateline
from newsarchive.wire.dates import dates_in


@pytest.mark.parametrize(
    ("text", "place", "agency", "on"),
    [
        ("OSLO, March 6, 2012 (AFP) – The ferry", "OSLO", "AFP", date(2012, 3, 6)),
        ("OSLO, 6 March 2012 (Reuters): The ferry", "OSLO", "Reuters", date(2012, 3, 6)),
        ("OSLO, March 6 (AFP): The ferry", "OSLO", "AFP", None),
        ("OSLO Dec 29, 2006 (AP)— The ferry", "OSLO", "AP", date(2006, 12, 29)),
        ("WASHINGTON, D.C. (AP) - The ferry", "WASHINGTON, D.C.", "AP", None),
        ("THE HAGUE, Netherlands (AP) - The ferry", "THE HAGUE, Netherlands", "AP", None),
        ("ST. PAUL, Minn. -- The ferry", "ST. PAUL, Minn.", "", None),
        ("PORT-AU-PRINCE, Haiti, Jan. 3, 2007 (UPI) - The ferry", "PORT-AU-PRINCE, Haiti", "UPI", date(2007, 1, 3)),
        ("LONDON, Jan. 9 /PRNewswire/ -- The ferry", "LONDON", "PR Newswire", None),
        ("New Delhi, Jan 9 (IANS) The ferry", "New Delhi", "IANS", None),
        ("MUMBAI: (PTI) The ferry", "MUMBAI", "", None),
        ("(Reuters) - The ferry", "", "Reuters", None),
        ("RIO DE JANEIRO, 3 de fevereiro de 2011 (Lusa) - A ferry", "RIO DE JANEIRO", "Lusa", date(2011, 2, 3)),
        ("МОСКВА, 9 августа. /ТАСС/. Паром", "МОСКВА", "TASS", None),
        ("TALLINN, March 6 (BNS) - The ferry", "TALLINN", "BNS", None),
        ("(AP) NEW YORK The ferry", "NEW YORK", "AP", None),
        ("OSLO, Dec. 31  The ferry", "OSLO", "", None),
        ("SACRAMENTO, Calif. Jan 22, 2007 (AP)— The ferry", "SACRAMENTO, Calif.", "AP", date(2007, 1, 22)),
        ("BERGEN, NORWAY // The ferry", "BERGEN, NORWAY", "", None),
        ("“OSLO (AFP) - The ferry", "OSLO", "AFP", None),
        ("SÈTE (Hérault), 12 fév 2015 (AFP) - The ferry", "SÈTE", "AFP", date(2015, 2, 12)),
        ("SÈTE (Hérault), 12 fév (AFP) – The ferry", "SÈTE", "AFP", None),
        ("MODENA (Italy), April 5 (ANSA): The ferry", "MODENA", "ANSA", None),
        ("NARVIK (Norway), May 21, 2018 (AFP): The ferry", "NARVIK", "AFP", date(2018, 5, 21)),
        ("Narvik (northern Norway), 21 May (AFP) - The ferry", "Narvik", "AFP", None),
        ("BILBAO (España), 9 may /EFE/ - The ferry", "BILBAO", "EFE", None),
        ("DULUTH, Minn. (USA), Dec. 12 (AP) - The ferry", "DULUTH, Minn.", "AP", None),
        ("NARVIK (Norway), May 21 - The ferry", "NARVIK", "", None),
        ("NARVIK (AFP), May 21 - The ferry", "NARVIK", "AFP", None),
        ("NARVIK (dpa/no), May 21 - The ferry", "NARVIK", "dpa", None),
        ("NARVIK (BNS) - The ferry", "NARVIK", "BNS", None),
    ],
)
def test_dateline(text: str, place: str, agency: str, on: date | None) -> None:
    found = open_dateline(text)
    assert found is not None
    assert text.startswith(found.printed)
    rest = text[len(found.printed) :]
    assert found == Dateline(found.printed, place, Moment(on) if on else None, agency)
    assert rest.startswith(("The ferry", "A ferry", "Паром", "(PTI)"))


@pytest.mark.parametrize(
    "text",
    [
        "The ferry struck a pier - nobody was hurt",
        "CLAIM: The ferry struck a pier.",
        "UPDATE 1 - The ferry struck a pier",
        "NASA-led teams said the ferry struck a pier",
        "Ferry: The pier was struck",
        "Oslo - the capital - was shut in by fog",
        "In Oslo, March 6 - the day of the fog - nobody sailed",
        "By JANE ROE Associated Press Writer",
        "PHOTO: The ferry at the pier",
        "",
        " ",
        "-",
        "(",
        "March 6, 2012",
        "(AP) The ferry struck a pier",
        "(AP) NASA FILES show that the ferry sailed",
        "NARVIK (Norway), home of the ferry, has a new pier",
        "MAY 5 The ferry struck a pier",
    ],
)
def test_no_dateline(text: str) -> None:
    assert open_dateline(text) is None


@pytest.mark.parametrize("printed", ["5 Kasım 2012", "5 KASIM 2012", "5 kasim 2012"])
def test_dotless_months_are_months_however_they_are_typed(printed: str) -> None:
    assert [each.readings for each in dates_in(printed)] == [(date(2012, 11, 5),)]
