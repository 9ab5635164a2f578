//! What trading costs beyond fee and slippage, and what fills first inside a bar.

use super::{BARS, BPS, Detail, Kind, NO_UNIT, PERCENT, TIMES, WON, detail, number, range, whole};
use domain::{PathRule, Text};

pub(super) const COSTS: &[Detail] = &[
    detail(
        "maker_fee",
        Text::new("Maker fee", "메이커 수수료"),
        Text::new(
            "Of limits and targets, which wait in the book.",
            "호가창에서 기다리는 지정가와 목표가 주문의 수수료입니다.",
        ),
        BPS,
        Kind::Maybe(
            range([0.0, 100.0, 5.0, 0.5], false),
            Text::new("as the fee", "수수료와 같음"),
        ),
    ),
    detail(
        "fixed_fee",
        Text::new("Fixed fee", "고정 수수료"),
        Text::new("On every fill, whatever its size.", "체결마다 크기와 상관없이 냅니다."),
        WON,
        number([0.0, 1e9, 0.0, 100.0]),
    ),
    detail(
        "half_spread",
        Text::new("Half the spread", "스프레드 절반"),
        Text::new(
            "Paid by orders that take: market orders and stops.",
            "시장가와 스탑 주문이 냅니다.",
        ),
        BPS,
        number([0.0, 100.0, 0.0, 0.5]),
    ),
    detail(
        "slip",
        Text::new("Slippage by", "슬리피지 방식"),
        Text::new(
            "How far the price moves against an order that takes.",
            "시장가·스탑 주문에 불리하게 움직이는 폭을 정하는 방식입니다.",
        ),
        NO_UNIT,
        Kind::Choice(&[
            ("fixed", Text::new("basis points", "고정 (bp)")),
            ("atr", Text::new("share of the true range", "ATR의 비율")),
            ("impact", Text::new("order ÷ volume", "주문량 ÷ 거래량")),
        ]),
    ),
    detail(
        "slip.share",
        Text::new("Share of the range", "ATR 비율"),
        Text::new(
            "Price moved ÷ average true range; instead of basis points.",
            "불리하게 움직이는 폭 ÷ ATR입니다. bp 대신 씁니다.",
        ),
        TIMES,
        number([0.0, 1.0, 0.05, 0.01]),
    )
    .with("slip", &["atr"]),
    detail(
        "slip.bars",
        Text::new("True range over", "ATR 기간"),
        Text::new("Bars of the average.", "평균을 내는 봉 수입니다."),
        BARS,
        whole([1.0, 5_000.0, 14.0, 1.0]),
    )
    .with("slip", &["atr"]),
    detail(
        "slip.volume",
        Text::new("At full volume", "거래량 전부일 때"),
        Text::new(
            "On top of the slippage above for an order as large as the bar before; others pay by the square root.",
            "직전 봉 거래량만큼 주문할 때 위 슬리피지에 더하는 값이며, 주문량의 제곱근에 비례합니다.",
        ),
        BPS,
        number([0.0, 10_000.0, 100.0, 10.0]),
    )
    .with("slip", &["impact"]),
    detail(
        "slip.entries",
        Text::new("Only entries slip", "진입에만 슬리피지"),
        Text::new("Exits fill without slippage.", "청산에는 슬리피지가 없습니다."),
        NO_UNIT,
        Kind::Switch,
    ),
    detail(
        "slip.targets",
        Text::new("Targets slip too", "익절에도 슬리피지"),
        Text::new(
            "As if targets were market orders.",
            "익절도 시장가 주문처럼 불리하게 체결됩니다.",
        ),
        NO_UNIT,
        Kind::Switch,
    ),
    detail(
        "funding",
        Text::new("Funding", "펀딩비"),
        Text::new(
            "Longs pay shorts every 8 hours; below 0 shorts pay.",
            "8시간마다 롱이 숏에게 냅니다. 0보다 작으면 숏이 냅니다.",
        ),
        PERCENT,
        number([-5.0, 5.0, 0.0, 0.01]),
    ),
    detail(
        "borrow",
        Text::new("Borrowing", "대여료"),
        Text::new("A short pays this for a year.", "숏이 1년에 내는 비용입니다."),
        BPS,
        number([0.0, 10_000.0, 0.0, 50.0]),
    ),
];

pub(super) const ORDERS: &[Detail] = &[detail(
    "path",
    Text::new("Stop and target in one bar", "한 봉에 손절과 익절"),
    Text::new(
        "Which fills first when a bar reaches both.",
        "봉이 둘 다 닿으면 무엇이 먼저 체결되는지입니다.",
    ),
    NO_UNIT,
    Kind::Choice(&[
        (PathRule::Pessimistic.id(), PathRule::Pessimistic.name()),
        (PathRule::Optimistic.id(), PathRule::Optimistic.name()),
        (PathRule::NearestToOpen.id(), PathRule::NearestToOpen.name()),
    ]),
)];
