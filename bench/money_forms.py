"""Forms of the financial wire: bonds, rates and markets."""

from __future__ import annotations

from bench.invented_forms import Form

_COUPON = "pick 4-1/2|4-7/8|5|5-1/4|5-5/8|6|6-1/8|6-3/8|7|7-1/2|8-1/4"

EUROBOND = Form(
    name="eurobond",
    headline="{firm'} issues {size} mln {unit} eurobond",
    paragraphs=(
        "LONDON, {date} ({agency}) - {firm} is issuing a {size} mln {unit} eurobond due {date+7}, {due}, carrying a "
        "coupon of {coupon} pct and priced at {price} pct, lead manager {bank} said.",
        "The non-callable bond is an unsecured obligation of the borrower, ranks equally with its other senior debt "
        "and contains a negative pledge and a cross-default clause. It is available in denominations of {small},000 "
        "and {small}0,000 and will be listed in Luxembourg. Payment date is {date+7}.",
        "The selling concession is {fee1} pct, while management and underwriting combined pay {fee2} pct. "
        "Co-lead managers are {house1} and {house2}.",
    ),
    optional=("Interest is paid annually in arrears and without deduction of withholding tax.",),
    kinds={
        "size": "pick 50|75|100|125|150|175|200|250|300|400|500",
        "unit": "pick dlr|dlr|euro|euro|stg|Swiss franc|Canadian dlr|Australian dlr",
        "due": "whole 2011 2036",
        "coupon": _COUPON,
        "price": "pick 99-1/2|99-7/8|100|100-1/4|100-3/4|101|101-1/4|101-5/8|101-7/8",
        "small": "pick 1|5",
        "fee": "pick 3/8|1/2|5/8|3/4|1-1/8|1-1/4|1-3/8",
        "house": "bank",
    },
    period=63,
)

DEBENTURES = Form(
    name="debentures",
    headline="{firm'} <{ticker}> sells convertible debt",
    paragraphs=(
        "NEW YORK, {date} ({agency}) - {firm} is raising {size} mln dlrs by way of convertible subordinated "
        "debentures due {due} with a {coupon} pct coupon and par pricing, said {bank}, which managed the deal alone.",
        "Each thousand dollars of face value may be exchanged at any time before maturity for common stock of the "
        "company at {strike} dlrs a share, which is a premium of {premium} pct over the last sale of the stock when "
        "terms were set.",
        "The issue may not be called for {grace} years, unless the stock trades above 140 pct of the conversion price "
        "on twenty of thirty consecutive days. It is rated {grade1} by Fairburn and {grade2} by Osgood and Lane. "
        "Proceeds will be used to repay bank debt and for general corporate purposes.",
    ),
    kinds={
        "size": "pick 25|30|35|40|50|60|75|90|100|150",
        "due": "whole 2017 2034",
        "coupon": _COUPON,
        "strike": "dec 12 90 2",
        "premium": "dec 19 29 2",
        "grace": "pick two|three|four|five",
        "grade": "pick BBB|BBB-minus|BB-plus|BB|BB-minus|B-plus|B|B-minus",
    },
    period=119,
)

MONEY_MARKET = Form(
    name="money-market",
    headline="{state} central bank gives money market {help} mln help",
    paragraphs=(
        "{state}, {date} ({agency}) - The central bank of {state} said it gave the money market {help} mln of "
        "assistance in the morning session, against its estimate of a shortage in the system of around {gap} mln.",
        "It bought bills outright for resale to the market at a later date, comprising {sum1} mln in band one at "
        "{rate1} pct and {sum2} mln in band two at {rate2} pct. Dealing rates were unchanged from the previous "
        "operation.",
        "Among the main factors affecting liquidity, maturing assistance and the take-up of treasury bills will drain "
        "{drain1} mln while a rise in the note circulation takes out {drain2} mln. These are partly offset by "
        "exchequer transactions, which add {add} mln, and by bankers' balances above target.",
    ),
    optional=("The bank will issue a revised estimate at midday and may operate again in the afternoon.",),
    kinds={
        "help": "int 20 900",
        "gap": "pick 200|250|300|350|400|450|500|600|650|700|800|900",
        "sum": "int 4 400",
        "rate": "pick 4-7/16|4-1/2|4-9/16|4-5/8|4-11/16|4-3/4",
        "drain": "int 30 900",
        "add": "int 30 600",
    },
    period=1,
)

BILL_AUCTION = Form(
    name="bill-auction",
    headline="{state} treasury to sell {size} billion of bills",
    paragraphs=(
        "{state}, {date} ({agency}) - The treasury of {state} said on {day} it will sell {size} billion of three and "
        "six-month bills at its regular auction next week, compared with {size<} billion at the previous one.",
        "The {date+4} sale, to be divided evenly between the two maturities, will result in a paydown of {down} "
        "billion as maturing bills total {old} billion. The new bills will be issued on {date+7} and mature in 91 and "
        "182 days respectively.",
        "Bids must reach the treasury or a branch of the central bank by one in the afternoon on the day of the "
        "auction. Tenders without a price are accepted in full up to one million each at the average of the accepted "
        "competitive bids. At the last sale the average yields were {yield1} pct and {yield2} pct.",
    ),
    kinds={"size": "dec 4 19 1", "down": "dec 1 4 2", "old": "dec 6 22 2", "yield": "dec 3 6 2"},
)

RATING = Form(
    name="rating",
    headline="Osgood and Lane {verb}s {firm'} debt",
    paragraphs=(
        "NEW YORK, {date} ({agency}) - Osgood and Lane said it {verb}d {size} mln dlrs of debt of {firm}, "
        "changing the senior debt to {grade1} from {grade2}. Subordinated debt was moved to {grade3} from {grade4}.",
        "The rating agency cited {cause} and said the outlook is {outlook}. It said the action also reflects the "
        "expectation that measures of debt protection will stay at levels consistent with the new category over the "
        "next two years, and that capital spending will be paid for chiefly from funds generated within the business.",
        "The agency said that implied senior most rating and shelf registrations are affected as well, and that "
        "commercial paper remains under review. The company could not be reached for comment.",
    ),
    kinds={
        "verb": "pick upgrade|downgrade",
        "size": "int 60 2400",
        "grade": "pick AA|AA-minus|A-plus|A|A-minus|BBB-plus|BBB|BBB-minus|BB-plus|BB|BB-minus|B-plus",
        "cause": "pick lower leverage|weak margins in its main line|the sale of a division|a run of losses abroad|"
        "steadier cash flow|heavy spending on new plant|the cost of a recent purchase|a stronger order book",
        "outlook": "pick stable|positive|negative",
    },
    period=77,
)

GRAIN = Form(
    name="grain",
    headline="{state} weekly grain export inspections",
    paragraphs=(
        "{state}, {date} ({agency}) - Inspections of grain for export in the week ended {date-4}, in thousands of "
        "tonnes, with the previous week's figures as revised, the farm ministry said:",
        "Wheat {wheat} vs {wheat<}\nMaize {maize} vs {maize<}\nSoybeans {beans} vs {beans<}\nBarley {barley} vs "
        "{barley<}",
        "Inspections do not include shipments by road or rail across land borders, nor food aid that was loaded from "
        "government stocks. Figures are subject to revision and may not add up because of rounding. Cumulative wheat "
        "inspections since the start of the marketing year amount to {sum} compared with {sum2} a year earlier.",
        "Trade estimates had ranged from {low} to {high} for wheat. The next report is due on {date+7} at the usual "
        "time. {port} handled the largest part of the week's loadings.",
    ),
    kinds={
        "wheat": "dec 200 900 1",
        "maize": "dec 300 1200 1",
        "beans": "dec 90 900 1",
        "barley": "dec 2 60 1",
        "sum": "dec 8000 30000 1",
        "low": "int 250 400",
        "high": "int 450 800",
        "port": "town",
    },
)

MARKET_CLOSE = Form(
    name="market-close",
    headline="{exchange}: closing prices",
    paragraphs=(
        "{state}, {date} ({agency}) - The {state} all-share index closed {way1} {points} points at {level} on {day}, "
        "with {ups} issues rising, {downs} falling and {flat} unchanged. Turnover was {turnover} mln shares worth "
        "{worth} mln, against {turnover<} mln shares in the session before.",
        "Prices are the last official sale of the session; changes are from the previous close and exclude deals done "
        "after hours. Shares quoted without dividend are marked as such in the full list, which appears separately.",
        "{firm1'} {price1} {way2} {move1}\n{firm2'} {price2} {way3} {move2}\n{firm3'} {price3} {way4} {move3}\n"
        "{firm4'} {price4} {way5} {move4}",
        "Dealers said that trade was thin ahead of the weekend and that institutions stayed on the sidelines.",
    ),
    kinds={
        "way": "pick up|down",
        "points": "dec 1 80 2",
        "level": "dec 2100 9800 2",
        "ups": "int 60 400",
        "downs": "int 60 400",
        "flat": "int 20 120",
        "turnover": "dec 30 400 1",
        "worth": "dec 100 2000 1",
        "price": "dec 2 400 2",
        "move": "dec 0 9 2",
    },
    period=1,
)

FIXING = Form(
    name="fixing",
    headline="{state} currency fixing",
    paragraphs=(
        "{state}, {date} ({agency}) - Official middle rates set by the central bank of {state} at today's fixing, in "
        "local currency for one unit unless otherwise stated, with the previous rates in brackets:",
        "U.S. dollar {usd} ({usd<})\nEuro {euro} ({euro<})\nPound sterling {stg} ({stg<})\n100 yen {yen} ({yen<})\n"
        "Swiss franc {chf} ({chf<})",
        "The fixing is held on every banking day at a quarter past one in the afternoon and is based on bids and "
        "offers of the {n} banks licensed to deal in foreign exchange. The bank neither bought nor sold at the fixing. "
        "Rates for notes and for travellers' cheques may differ from those shown. Rates are valid until the next "
        "fixing and are given for information only, without any liability for errors or omissions.",
    ),
    kinds={
        "usd": "dec 5 8 4",
        "euro": "dec 7 10 4",
        "stg": "dec 10 14 4",
        "yen": "dec 4 7 4",
        "chf": "dec 4 7 4",
        "n": "int 11 60",
    },
    period=1,
)

MONEY_FORMS = (
    EUROBOND,
    DEBENTURES,
    MONEY_MARKET,
    BILL_AUCTION,
    RATING,
    GRAIN,
    MARKET_CLOSE,
    FIXING,
)
