"""Forms of the local page, the sports page and the public notices."""

from __future__ import annotations

from bench.invented_forms import Form

WEATHER = Form(
    name="weather",
    headline="{town} weather",
    paragraphs=(
        "{town}, {date} ({agency}) - {sky1} at first in {town} on {day}, becoming {sky2} from the {side1} during the "
        "afternoon. Highs near {high} and lows near {low}. Winds from the {side2} at {wind1} to {wind2} kilometres an "
        "hour, stronger in gusts along exposed stretches of the coast.",
        "The chance of rain is {rain} percent by day and {rain2} percent overnight. Sunrise is at {rise} and sunset at "
        "{set}.",
        "Outlook for the four days to follow: temperatures about normal for the time of the year, mainly dry, with "
        "patches of fog in sheltered valleys that will be slow to clear. The forecast is issued twice a day by the "
        "regional weather office and may change at short notice. A recorded message can be heard at any hour.",
    ),
    kinds={
        "sky1": "pick Sunny|Cloudy|Overcast|Clear|Showery|Hazy|Misty|Bright",
        "sky2": "pick sunny|cloudy|overcast|clear|showery|hazy|windy|bright",
        "side": "pick north|south|east|west|northeast|southwest|northwest",
        "high": "int 9 33",
        "low": "int -6 8",
        "wind1": "int 5 18",
        "wind2": "int 20 50",
        "rain": "pick 10|20|30|40|50|60|70|80",
        "rise": "clock 5 7",
        "set": "clock 17 21",
    },
    period=1,
)

RACE_FORM = Form(
    name="horse-form",
    headline="{town} runners and form: the {hour}",
    paragraphs=(
        "{hour} {town} ({ground}), {day}: the {sponsor} Handicap Stakes for horses aged three and over, run over "
        "{far} furlongs; {n} declared. Weights include penalties; figures before the name are places in the last "
        "three starts, the latest on the right.",
        "{f1} {horse1} (T. {surname1}) {w1} trained by {surname2}\n{f2} {horse2} (M. {surname3}) {w2} trained by "
        "{surname4}\n{f3} {horse3} (J. {surname5}) {w3} trained by {surname6}",
        "{horse1} should be hard to beat on these terms after running on strongly last time, but will need luck from a "
        "wide draw. The danger may come from {horse2}, who has been dropped in the weights and goes well on the "
        "ground. Of the others, {horse3} is open to improvement, while the rest have it to do at the weights.",
    ),
    kinds={
        "hour": "clock 1 5",
        "ground": "pick good|soft|firm|heavy|good to firm|good to soft",
        "sponsor": "coined",
        "far": "int 5 20",
        "n": "int 7 21",
        "f": "int 101 999",
        "w": "pick 8-9|8-11|8-13|9-0|9-2|9-4|9-5|9-7|9-10",
    },
)

FOOTBALL = Form(
    name="football",
    headline="{home} {g1} {away} {g2}",
    paragraphs=(
        "{home} and {away} met in the {county} League on {day} before a crowd of {crowd}. The match ended {g1}-{g2}, "
        "the score at half time having been {h1}-{h2}.",
        "{surname1} opened the scoring after {m1} minutes when the defence failed to clear a corner, and {surname2} "
        "made sure of the points {m2} minutes into the second half with a low shot that gave the goalkeeper no "
        "chance. There were {cards} bookings, none of them for dangerous play.",
        "Both sides had chances to add to the score in the closing stages, but the ball would not go in. The manager "
        "of the home side, {person}, said afterwards that the result was a fair one and that his players had given "
        "everything they had.",
        "Referee: {surname3}. Attendance: {crowd}. The next round of matches in the league is on {date+7}.",
    ),
    kinds={
        "home": "team",
        "away": "team",
        "crowd": "int 310 9800",
        "g1": "int 1 5",
        "g2": "int 0 3",
        "h": "int 0 1",
        "m1": "int 4 44",
        "m2": "int 2 40",
        "cards": "pick two|three|four|five",
    },
)

DEATH_NOTICE = Form(
    name="death-notice",
    headline="Deaths: {dead}",
    paragraphs=(
        "{dead}, of {street}, {town}, died peacefully on {date-5}, aged {age}, after a short illness bravely borne. "
        "Beloved {kin} of {spouse}, loving parent of {c1} and {c2}, and a dear friend to many; will be sadly missed by "
        "all who had the good fortune to share a life so fully lived.",
        "The funeral service will be held at {church}, {town}, on {day} {date} at {hour}, followed by a private "
        "committal for the family. Family flowers only, please; donations in lieu, if desired, to the {cause}, "
        "care of {undertaker} and Sons, Funeral Directors. All are welcome to join the family for tea in "
        "the church hall after the service.",
    ),
    optional=("The family thank the doctors and nurses of {town} General Hospital for their kindness and care.",),
    kinds={
        "dead": "person",
        "age": "int 61 99",
        "kin": "pick wife|husband",
        "spouse": "pick the late Agnes|the late Otto|Edith|Ivor|Judith|the late Wilfred|Silas|Nora",
        "c": "pick Celia|Jonas|Rhona|Leon|Thora|Hector|Wanda|Rufus|Ursula|Fergus|Tamsin|Dario",
        "church": "pick St Anne's|Holy Trinity|St Mark's|the Methodist Chapel|St Brendan's|the Crematorium",
        "hour": "clock 10 15",
        "cause": "pick lifeboat fund|hospice|heart society|animal shelter|air ambulance",
        "undertaker": "surname",
    },
    period=9,
)

PARISH = Form(
    name="parish",
    headline="{town} parish notices",
    paragraphs=(
        "Services at the parish church of {town} this Sunday, {date}: Holy Communion at {hour1}, family service with "
        "Sunday school at {hour2} and Evensong at {hour3}. The preacher will be the Revd {person}. Flowers are by Mrs "
        "{surname1} and the readers are {surname2} and {surname3}.",
        "During the week the church is open for private prayer from nine until dusk. The mothers and toddlers meet in "
        "the hall on Tuesday morning, the bell ringers practise on Wednesday evening and the choir on Friday. New "
        "members are always welcome and need no experience.",
        "The whist drive raised {sum} for the roof fund, which now stands at {fund}. Winners were {surname4} and "
        "{surname5}. Items for next week's notices should reach the churchwardens, or be left in the box in the "
        "porch, no later than noon on Thursday.",
    ),
    kinds={
        "hour1": "clock 8 9",
        "hour2": "clock 10 11",
        "hour3": "clock 17 18",
        "sum": "int 40 420",
        "fund": "int 900 9900",
    },
)

POLICE = Form(
    name="police",
    headline="{town} police report",
    paragraphs=(
        "{town}, {date} ({agency}) - Officers of the {county} police were called at {hour} on {day} to {street1}, "
        "where {what} had been reported. A {age}-year-old {who} of {street2} was arrested at the scene and taken to "
        "the police station for questioning.",
        "The suspect has since been released on bail pending further inquiries and is due to report again on "
        "{date+28}. Nobody was hurt. Damage is put at about {cost}.",
        "Anyone who was in the area at the time and may have seen or heard something unusual, or who has film from a "
        "camera on a car or a house, is asked to get in touch with Constable {surname}, quoting incident number "
        "{number}. Information can also be given without leaving a name. The names of people who are arrested are not "
        "released before they are charged.",
    ),
    kinds={
        "hour": "clock 1 23",
        "what": "pick a burglary|a stolen van|a break-in at a shop|a brawl|broken windows|a theft of tools|a fire in a "
        "shed|a collision with a parked car|shouting and threats|a stolen bicycle",
        "age": "int 17 69",
        "who": "pick man|woman",
        "cost": "int 90 8800",
        "number": "whole 1000 9999",
    },
    period=3,
)

LOTTERY = Form(
    name="lottery",
    headline="{state} lottery numbers",
    paragraphs=(
        "{state}, {date} ({agency}) - The numbers drawn in the {state} state lottery on {day} evening were {b1}, {b2}, "
        "{b3}, {b4}, {b5} and {b6}. The bonus number was {bonus}.",
        "There were {win} winners of the second prize, who receive {prize} each. Nobody held all six numbers, and the "
        "estimated jackpot for the next draw is {jackpot} million, against {jackpot<} million for this one.",
        "Prizes must be claimed within one hundred and eighty days of the draw, those above the limit in person at the "
        "head office on presentation of the ticket and proof of identity. In the event of a difference between these "
        "numbers and the official list, the official list shall prevail. Players must be eighteen or over. Please play "
        "responsibly.",
    ),
    kinds={
        "b1": "int 1 9",
        "b2": "int 10 16",
        "b3": "int 17 25",
        "b4": "int 26 33",
        "b5": "int 34 41",
        "b6": "int 42 49",
        "bonus": "int 1 49",
        "win": "int 2 60",
        "prize": "int 900 90000",
        "jackpot": "dec 2 60 1",
    },
)

TELEVISION = Form(
    name="television",
    headline="Tonight on {county} Television",
    paragraphs=(
        "{day}, {date}. 5.30 Regional news and weather. 6.00 The Quiz Hour, with {person1}. {t1} {show1}: serial, part "
        "{n1} of {n2}. {surname1} learns the truth about the letter, and there is an unwelcome guest at the wedding. "
        "(Repeat.) {t2} {show2}: drama with {person2} and {person3}. An inspector is called back from leave when a "
        "body is found on the moor.",
        "9.00 The news at nine, followed by regional headlines and the forecast for shipping. {t3} {show3}: "
        "documentary about the building of the {place} railway. 10.40 Late match: highlights of the day's games, "
        "introduced by {person4}. 11.50 Music for the small hours. 1.00 Close.",
        "Programmes marked as repeats carry subtitles. Times may change at short notice because of live sport.",
    ),
    kinds={
        "t1": "clock 7 7",
        "t2": "clock 8 8",
        "t3": "clock 9 9",
        "show": "coined",
        "n1": "int 2 6",
        "n2": "int 7 13",
    },
)

ROADWORKS = Form(
    name="roadworks",
    headline="Roadworks in {county} this week",
    paragraphs=(
        "The following works are planned on roads in {county} in the week from {day}, {date}. They may be put off in "
        "bad weather. Drivers are advised to allow more time for their journeys and to follow signed diversions.",
        "{street1}, {town1}: temporary lights for {job1} until {date+9}.\n{street2}, {town2}: closed overnight "
        "between {hour1} and 6.00 for {job2}.\n{street3}, {town3}: one lane shut for {job3}, delays of {wait} minutes "
        "likely at peak times.",
        "Access for residents, deliveries and the emergency services will be kept open at all times. Bus passengers "
        "should look at notices posted at stops. The county council apologises for any inconvenience and can be "
        "reached during office hours by those who need help or wish to report a problem with a site.",
    ),
    kinds={
        "job": "pick resurfacing|gas main repairs|drainage works|tree cutting|cable laying|bridge inspection|kerb "
        "repairs|water main renewal|street lighting|white lining",
        "hour": "clock 19 22",
        "wait": "pick five|ten|fifteen|twenty",
    },
)

EARTHQUAKE = Form(
    name="earthquake",
    headline="Earthquake of magnitude {mag} near {spot}",
    paragraphs=(
        "An earthquake of magnitude {mag} struck {km} km {side} of {spot} at {hour} local time on {day}, {date}, at a "
        "depth of {deep} km, the {state} seismological institute said. The epicentre was at {lat} degrees north and "
        "{lon} degrees east.",
        "There were no immediate reports of casualties or damage, and no tsunami warning was issued. The quake was "
        "felt in {place1} and {place2}, where people ran out into the streets. Smaller tremors may follow in the "
        "coming hours.",
        "The region lies on the boundary of two plates and sees several hundred shocks a year, most of them too weak "
        "to be noticed. This is a first estimate made by machine from the readings of {n} stations; magnitude and "
        "position may be revised when a seismologist has gone through the records.",
    ),
    kinds={
        "mag": "dec 4 7 1",
        "spot": "place",
        "km": "int 4 140",
        "side": "pick north|south|east|west|northeast|southeast|southwest",
        "hour": "clock 0 23",
        "deep": "int 8 180",
        "lat": "dec 4 60 2",
        "lon": "dec 10 140 2",
        "n": "int 9 120",
    },
    period=11,
)

COURT = Form(
    name="court",
    headline="{town} magistrates' court",
    paragraphs=(
        "The following cases were heard at {town} magistrates' court on {day}, {date}. All fines carry a surcharge for "
        "victims and must be paid within twenty-eight days unless the bench has ordered otherwise.",
        "{person1}, {age1}, of {street1}: fined {fine1} for {crime1}, with costs of {cost1}.\n{person2}, {age2}, of "
        "{street2}: fined {fine2} for {crime2}, with costs of {cost2}.\n{person3}, {age3}, of {street3}: case of "
        "{crime3} adjourned to {date+21}.",
        "The chairman of the bench was {surname}. Addresses are those given in court. People who share a name with "
        "somebody listed here are not connected with the case. Requests to be left out of the list cannot be "
        "considered, whatever the reason: what is said in open court may be reported.",
    ),
    kinds={
        "age": "int 18 78",
        "fine": "pick 60|80|100|120|150|200|240|300|350|400|500",
        "cost": "pick 40|50|65|85|95|110",
        "crime": "pick speeding|drunk driving|shoplifting|driving without insurance|using a phone at the wheel|theft|"
        "failing to keep a dog on a lead|not having a television licence|assault|fishing without a rod licence",
    },
)

PLANNING = Form(
    name="planning",
    headline="{county}: planning applications",
    paragraphs=(
        "Notice is given that the district council of {county} has received the following applications, which may be "
        "seen at the council offices during the usual hours and on its pages.",
        "{ref1}/{year}: {street1}, {town1}: {job1}.\n{ref2}/{year}: {street2}, {town2}: {job2}.\n{ref3}/{year}: "
        "{street3}, {town3}: {job3}.",
        "Anyone who wishes to comment should write to the head of planning, giving the number of the application, "
        "within twenty-one days of this notice, that is by {date+21}. Letters are open to public inspection and will "
        "be copied to the applicant. Matters such as loss of view, effects on the value of a property or private "
        "disputes between neighbours cannot be taken into account. Published {date}.",
    ),
    kinds={
        "ref": "whole 100 4999",
        "job": "pick two-storey extension|loft conversion|change of use from shop to flat|new garage|conservatory|"
        "felling of an oak|replacement windows|four dwellings with access|porch|dropped kerb|illuminated sign",
    },
)

SHIPPING = Form(
    name="harbour",
    headline="{town} harbour movements",
    paragraphs=(
        "Movements at {town} reported by the harbour office for {day}, {date}. Times are local and refer to the pier "
        "head; ships waiting for a berth are counted as arrived when they drop anchor in the roads.",
        "Arrived: {ship1} ({hour1}) from {place1}, {load1}; {ship2} ({hour2}) from {place2}, {load2}. Sailed: {ship3} "
        "({hour3}) for {place3}, {load3}. High water {tide1} and {tide2}, {depth} metres over the sill.",
        "Vessels over eighty metres must take a pilot. The swing bridge is closed to shipping between eight and nine "
        "in the morning and between five and six in the evening. Dredging goes on in the eastern basin and small craft "
        "should keep clear of the marked area until further notice. All movements are subject to weather and tide.",
    ),
    kinds={
        "ship": "coined",
        "hour": "clock 0 23",
        "load": "pick timber|grain|in ballast|containers|fertiliser|coal|general cargo|scrap|fish meal|salt",
        "tide1": "clock 1 11",
        "tide2": "clock 13 23",
        "depth": "dec 4 9 1",
    },
    period=1,
)

LIVESTOCK = Form(
    name="livestock",
    headline="{town} mart prices",
    paragraphs=(
        "There were {n1} cattle, {n2} sheep and {n3} pigs forward at {town} mart on {day}, {date}, against {n1<}, "
        "{n2<} and {n3<} last week. Trade was {trade} throughout, with buyers present from several counties.",
        "Steers sold to {p1} a kilo and averaged {a1}; heifers to {p2}, average {a2}; cull cows to {p3}, average {a3}. "
        "Lambs made up to {p4} a head. Top price of the day went to {person} of {farm}.",
        "Sales begin at half past nine sharp and stock should be penned by nine. All animals must have their passports "
        "and tags and be accompanied by a movement licence. Lorries are to be washed out before they leave the yard. "
        "The mart reserves the right to refuse entries that are late, lame or not fit to travel. The next sale is on "
        "{date+7}.",
    ),
    kinds={
        "n1": "int 60 700",
        "n2": "int 200 3000",
        "n3": "int 20 300",
        "trade": "pick brisk|steady|slow|firm|patchy|keen",
        "p": "dec 120 260 1",
        "a": "dec 90 200 1",
        "farm": "town",
    },
)

LOCAL_FORMS = (
    WEATHER,
    RACE_FORM,
    FOOTBALL,
    DEATH_NOTICE,
    PARISH,
    POLICE,
    LOTTERY,
    TELEVISION,
    ROADWORKS,
    EARTHQUAKE,
    COURT,
    PLANNING,
    SHIPPING,
    LIVESTOCK,
)
