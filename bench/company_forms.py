"""Forms of the financial wire: what companies announce."""

from __future__ import annotations

from bench.invented_forms import Form

EARNINGS = Form(
    name="earnings",
    headline="{firm} <{ticker}> {quarter} qtr net",
    paragraphs=(
        "{town}, {date} ({agency}) - Quarter ended {date-30}\nShr {shr1} cts vs {shr2} cts\nNet {net1} vs {net2}\nRevs "
        "{revs1} vs {revs2}\nAvg shrs {avg1} mln vs {avg2} mln",
        "NOTE: Figures are in U.S. dollars, have not been audited and are stated after minority interests. Results of "
        "the earlier period are restated for the change in accounting for leases and for the stock split paid to "
        "holders in the second quarter. Net includes a gain on the sale of securities of {gain1} dlrs vs {gain2} dlrs.",
        "Backlog at the end of the quarter stood at {backlog} mln dlrs, the company said. A conference call for "
        "analysts and investors will be held on {day} and can be heard on the company's pages for thirty days.",
    ),
    optional=(
        "Nine mths\nShr {shr3} cts vs {shr4} cts\nNet {net3} vs {net4}\nRevs {revs3} vs {revs4}",
        "Per-share results are shown on a fully diluted basis unless otherwise indicated.",
    ),
    kinds={
        "quarter": "pick 1st|2nd|3rd|4th",
        "shr": "int 3 98",
        "net": "mln 1 40",
        "revs": "mln 20 900",
        "avg": "dec 2 90 1",
        "gain": "int 101000 980000",
        "backlog": "dec 10 300 1",
    },
    period=91,
)

FLASH = Form(
    name="flash",
    headline="{firm} <{ticker}> year net",
    paragraphs=(
        "NEW YORK, {date} ({agency}) - Year ended {date-40}\nOper shr {shr} dlrs vs {shr<} dlrs\nOper net {net} vs "
        "{net<}\nRevs {revs} vs {revs<}",
        "NOTE: Prior year net excludes loss from discontinued operations of {loss} dlrs.",
    ),
    kinds={"shr": "dec 1 9 2", "net": "mln 1 60", "revs": "mln 20 900", "loss": "int 101000 980000"},
    period=364,
)

DIVIDEND = Form(
    name="dividend",
    headline="{firm} <{ticker}> sets quarterly payout",
    paragraphs=(
        "The board of directors of {firm} has declared a regular quarterly cash dividend of {cents} cents a share on "
        "the company's common stock, payable on {date+28} to shareholders of record at the close of business on "
        "{date+14}.",
        "Shares bought on or after {date+12} will not carry the dividend. The company has paid dividends without "
        "interruption for {years} years. Future dividends are at the discretion of the board and depend on results, "
        "cash needs and other circumstances that the directors consider relevant.",
        "Qtly div {cents} cts vs {cents<} cts prior\nPay {date+28}\nRecord {date+14}",
    ),
    optional=(
        "Holders who take part in the reinvestment plan will have the payment applied to the purchase of further "
        "shares without brokerage charges unless they instruct the transfer agent otherwise.",
    ),
    kinds={"cents": "dec 4 60 1", "years": "int 11 88"},
    period=91,
)

PAYOUT = Form(
    name="payout",
    headline="{firm} <{ticker}> regular dividend",
    paragraphs=(
        "NEW YORK, {date} ({agency}) - Qtly div {cents} cts vs {cents<} cts prior\nPayable {date+28}\n"
        "Holders of record {date+14}",
    ),
    kinds={"cents": "dec 4 60 2"},
    period=91,
)

NO_COMMENT = Form(
    name="no-comment",
    headline="{firm'} <{ticker}> knows no reason for trading",
    paragraphs=(
        "{exchange}, {date} - {firm} told the exchange it knows of no corporate developments that would account for "
        "the unusual activity in its stock and that it is its policy not to comment on rumours in the market.",
        "The shares were at {price}, {way} {step}, on volume of {volume} shares.",
    ),
    kinds={"price": "eighths 7 80", "way": "pick up|down", "step": "eighths 1 4", "volume": "int 90000 2000000"},
    period=42,
)

APPOINTMENT = Form(
    name="appointment",
    headline="{firm'} names {post}",
    paragraphs=(
        "{firm} said its board elected {new} {post}, effective {date+5}, in succession to {old}, who is to retire "
        "after {years} years with the company.",
        "{new} had been executive vice president since {since} and will continue to serve as a director, the company "
        "said. It said the post of executive vice president will not be filled for the time being.",
    ),
    kinds={
        "new": "person",
        "old": "person",
        "post": "pick chairman|president|chief executive|treasurer|chief operating officer|finance director",
        "years": "int 9 41",
        "since": "whole 1991 2005",
    },
    period=182,
)

STAKE = Form(
    name="stake",
    headline="{holder'} has {pct} pct stake in {firm'}",
    paragraphs=(
        "WASHINGTON, {date} ({agency}) - {holder} told the securities commission it holds {shares} shares of {firm}, "
        "or {pct} pct of the common stock outstanding, where its last filing had shown {shares<} shares, or {pct<} "
        "pct.",
        "In a filing with the commission it said it bought {bought} shares between {date-30} and {date-9} at prices "
        "ranging from {low} to {high} dlrs each in open market transactions. It said the shares were acquired for "
        "investment purposes and in the ordinary course of business.",
        "The holder said it may buy more stock or sell some or all of what it has, depending on market conditions and "
        "other factors, and that it has no present plans to seek control of the company or representation on its "
        "board of directors. A company spokesman declined to comment on the filing.",
    ),
    kinds={
        "pct": "dec 5 19 1",
        "shares": "int 300000 9900000",
        "bought": "int 20000 800000",
        "low": "dec 8 30 3",
        "high": "dec 31 60 3",
    },
    period=35,
)

ACQUISITION = Form(
    name="acquisition",
    headline="{firm'} completes purchase of {target'}",
    paragraphs=(
        "{town}, {date} ({agency}) - {firm} said it has completed the previously announced acquisition of {target}, "
        "a privately held {trade} concern based in {seat}, for about {price} mln dlrs in cash and stock.",
        "Under the terms of the agreement holders of the acquired company will receive {ratio} shares for each share "
        "held. The purchase was approved by both boards and cleared by the competition authorities, and is expected to "
        "add to earnings from the first full year.",
        "The acquired company, which had sales of {sales} mln dlrs in its last financial year and employs {staff} "
        "people, will operate as a wholly owned subsidiary under its present management. {boss} will continue as "
        "president and report to {chief}, chairman and chief executive officer of the parent.",
    ),
    kinds={
        "target": "firm",
        "trade": "pick packaging|trucking|software|plastics|catering|printing|tooling|seed|cable|bearings",
        "seat": "town",
        "price": "dec 4 400 1",
        "ratio": "dec 0 3 2",
        "sales": "dec 9 700 1",
        "staff": "int 60 4800",
        "boss": "person",
    },
    period=49,
)

OFFERING = Form(
    name="offering",
    headline="{firm} <{ticker}> files for offering",
    paragraphs=(
        "{town}, {date} ({agency}) - {firm} said it filed a registration statement with the securities commission "
        "covering a proposed public offering of {shares} shares of its common stock, of which {sold} are to be sold by "
        "the company and the rest by certain of its shareholders.",
        "The offering will be managed by {bank}, with {house} as co-manager. The underwriters have been given a "
        "thirty-day option to buy a further {extra} shares to cover any over-allotments.",
        "Proceeds to the company will be used to reduce short-term borrowings, to finance the expansion of its plant "
        "near {site} and for working capital. A registration statement relating to these securities has been filed "
        "but has not yet become effective; they may not be sold, nor may offers to buy be accepted, before that time. "
        "Copies of the preliminary prospectus may be had from the managers.",
    ),
    kinds={
        "shares": "int 800000 6000000",
        "sold": "int 200000 700000",
        "house": "bank",
        "extra": "int 60000 400000",
        "site": "town",
    },
    period=70,
)

POSTED_PRICE = Form(
    name="posted-price",
    headline="{firm'} {way}s fuel oil prices",
    paragraphs=(
        "NEW YORK, {date} ({agency}) - {firm} said it will {way} the posted cargo prices of heavy fuel in "
        "{town} by {step} cents a barrel, effective {date+1}.",
        "The change brings the price of 0.3 pct sulphur to {p1} dlrs, of 0.7 pct sulphur to {p2} dlrs, of one pct "
        "sulphur to {p3} dlrs and of 2.2 pct sulphur to {p4} dlrs.",
        "Postings of other grades were left as they were. The company's last change was on {date-12}. Traders said "
        "other suppliers in the harbour were likely to follow, though barge prices have been quiet and buyers are well "
        "stocked for the time of the year. Posted prices are those at which the supplier offers to sell to "
        "customers under contract and do not always reflect the level of the open market.",
    ),
    kinds={"way": "pick raise|lower", "step": "pick 25|30|40|50|60|75", "p": "dec 17 48 2"},
    period=21,
)

COMPANY_FORMS = (
    EARNINGS,
    FLASH,
    DIVIDEND,
    PAYOUT,
    NO_COMMENT,
    APPOINTMENT,
    STAKE,
    ACQUISITION,
    OFFERING,
    POSTED_PRICE,
)
