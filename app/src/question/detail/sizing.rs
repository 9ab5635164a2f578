//! How much an entry buys: the kinds of sizes and the numbers each takes.

use super::{BARS, Detail, Kind, MOST, NO_UNIT, PERCENT, WON, detail, number, whole};
use domain::Text;

pub(super) const SIZING: &[Detail] = &[
    detail(
        "sizing",
        Text::new("Size of an entry", "진입 크기"),
        Text::new(
            "How much an entry buys. Strategies that hold shares of the account, such as pairs, size themselves.",
            "진입할 때 얼마나 살지입니다. 페어처럼 계좌 비중을 직접 정하는 전략에는 쓰이지 않습니다.",
        ),
        NO_UNIT,
        Kind::Choice(&[
            ("plan", Text::new("as the strategy says", "전략이 정한 대로")),
            ("slots", Text::new("equal slots", "같은 슬롯")),
            ("equity", Text::new("share of the equity", "자산의 비율")),
            ("amount", Text::new("fixed amount", "고정 금액")),
            ("units", Text::new("fixed units", "고정 수량")),
            ("risk", Text::new("risk up to the stop", "손절까지의 위험")),
            (
                "volatility",
                Text::new("volatility target", "변동성 목표"),
            ),
            ("kelly", Text::new("capped Kelly", "켈리 (상한 있음)")),
            (
                "inverse",
                Text::new("inverse volatility", "변동성 반비례"),
            ),
        ]),
    ),
    detail(
        "sizing.slot",
        Text::new("Share of a slot", "슬롯 사용 비율"),
        Text::new(
            "Each entry uses this much of its slot, its fee included.",
            "진입할 때마다 슬롯에서 쓰는 비율이며 수수료를 포함합니다.",
        ),
        PERCENT,
        number([1.0, 100.0, 100.0, 5.0]),
    )
    .with("sizing", &["slots"]),
    detail(
        "sizing.equity",
        Text::new("Share of the equity", "자산 비율"),
        Text::new(
            "Each entry uses this much, whatever the number of symbols; above 100% needs leverage.",
            "종목 수와 상관없이 진입할 때마다 쓰는 비율입니다. 100%를 넘기려면 레버리지가 필요합니다.",
        ),
        PERCENT,
        number([0.1, MOST, 100.0, 5.0]),
    )
    .with("sizing", &["equity"]),
    detail(
        "sizing.amount",
        Text::new("Amount", "금액"),
        Text::new("Each entry uses this amount.", "진입할 때마다 이 금액만큼 주문합니다."),
        WON,
        number([5_000.0, 1e12, 1_000_000.0, 100_000.0]),
    )
    .with("sizing", &["amount"]),
    detail(
        "sizing.units",
        Text::new("Units", "수량"),
        Text::new("Each entry trades so many units.", "진입할 때마다 이 수량을 주문합니다."),
        NO_UNIT,
        number([0.00001, 1e9, 0.1, 0.1]),
    )
    .with("sizing", &["units"]),
    detail(
        "sizing.risk",
        Text::new("Risk of an entry", "진입당 위험"),
        Text::new(
            "Share of the equity lost when the first stop is hit; needs a strategy with a stop.",
            "첫 손절에 닿을 때 잃는 자산 비율입니다. 손절이 있는 전략이어야 합니다.",
        ),
        PERCENT,
        number([0.01, 100.0, 1.0, 0.25]),
    )
    .with("sizing", &["risk"]),
    detail(
        "sizing.volatility",
        Text::new("Volatility a year", "연 변동성 목표"),
        Text::new(
            "Each entry uses this ÷ the symbol's own volatility as its share of the equity.",
            "이 값을 종목의 변동성으로 나눈 만큼의 자산 비율을 씁니다.",
        ),
        PERCENT,
        number([0.1, MOST, 20.0, 1.0]),
    )
    .with("sizing", &["volatility"]),
    detail(
        "sizing.spread",
        Text::new("Share to spread", "나눌 비율"),
        Text::new(
            "Share of the equity spread over the symbols, the calm ones getting more.",
            "변동성이 작은 종목에 더 많이 나눠 줄 자산 비율입니다.",
        ),
        PERCENT,
        number([0.1, MOST, 100.0, 5.0]),
    )
    .with("sizing", &["inverse"]),
    detail(
        "sizing.bars",
        Text::new("Volatility over", "변동성 기간"),
        Text::new(
            "Bars the volatility is measured on.",
            "변동성을 재는 봉 수입니다.",
        ),
        BARS,
        whole([2.0, 5_000.0, 30.0, 1.0]),
    )
    .with("sizing", &["volatility", "inverse"]),
    detail(
        "sizing.kelly",
        Text::new("Part of Kelly", "켈리 비율"),
        Text::new("50% is half Kelly.", "50%가 하프 켈리입니다."),
        PERCENT,
        number([1.0, 100.0, 50.0, 5.0]),
    )
    .with("sizing", &["kelly"]),
    detail(
        "sizing.cap",
        Text::new("Cap", "상한"),
        Text::new(
            "The most an entry uses, and what it uses until enough trades are closed.",
            "진입당 상한이며, 청산 거래가 모자랄 때 쓰는 비율입니다.",
        ),
        PERCENT,
        number([0.1, MOST, 25.0, 5.0]),
    )
    .with("sizing", &["kelly"]),
    detail(
        "sizing.trades",
        Text::new("Trades looked back on", "돌아볼 거래 수"),
        Text::new(
            "Closed trades the share is computed from.",
            "비율을 계산할 때 쓰는 최근 청산 거래 수입니다.",
        ),
        NO_UNIT,
        whole([1.0, 10_000.0, 50.0, 5.0]),
    )
    .with("sizing", &["kelly"]),
];
