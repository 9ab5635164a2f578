//! How far the account may reach, and the limits in front of every entry.

use super::{Detail, Kind, MOST, NO_LIMIT, NO_UNIT, PERCENT, TIMES, detail, maybe, number, range};
use domain::Text;

pub(super) const ACCOUNT: &[Detail] = &[
    detail(
        "leverage",
        Text::new("Leverage", "레버리지"),
        Text::new(
            "All positions together ÷ equity, when an order is placed; 1 is a cash account.",
            "주문할 때 전체 포지션 ÷ 자산의 상한입니다. 1이면 현금 계좌입니다.",
        ),
        TIMES,
        number([1.0, 125.0, 1.0, 1.0]),
    ),
    detail(
        "maintenance",
        Text::new("Liquidation below", "강제 청산 기준"),
        Text::new(
            "Equity ÷ positions below which the venue closes them; 0 is never.",
            "자산 ÷ 포지션이 이보다 작아지면 강제 청산됩니다. 0이면 없습니다.",
        ),
        PERCENT,
        number([0.0, 99.99, 0.0, 0.5]),
    ),
    detail(
        "positions",
        Text::new("Positions at once", "동시 보유"),
        Text::new(
            "Over all symbols; equal slots are counted by it.",
            "모든 종목을 합한 수입니다. 슬롯도 이 수로 나눕니다.",
        ),
        NO_UNIT,
        Kind::Maybe(range([1.0, 64.0, 1.0, 1.0], true), NO_LIMIT),
    ),
    detail(
        "hedge",
        Text::new("Long and short at once", "롱·숏 동시 보유"),
        Text::new(
            "One symbol may be held both ways.",
            "한 종목을 양쪽으로 들 수 있습니다.",
        ),
        NO_UNIT,
        Kind::Switch,
    ),
];

pub(super) const LIMITS: &[Detail] = &[
    detail(
        "risk.position",
        Text::new("One entry", "진입당"),
        Text::new(
            "Largest share of the equity of one entry.",
            "한 번의 진입에 쓰는 자산 비율의 한도입니다.",
        ),
        PERCENT,
        maybe([0.1, MOST, 10.0, 5.0]),
    ),
    detail(
        "risk.symbol",
        Text::new("One symbol", "종목당"),
        Text::new(
            "Largest share of the equity in one symbol.",
            "한 종목에 쓰는 자산 비율의 한도입니다.",
        ),
        PERCENT,
        maybe([0.1, MOST, 15.0, 5.0]),
    ),
    detail(
        "risk.portfolio",
        Text::new("Invested", "투자 비중"),
        Text::new(
            "Largest share of the equity in all positions.",
            "모든 포지션에 쓰는 자산 비율의 한도입니다.",
        ),
        PERCENT,
        maybe([0.1, MOST, 80.0, 5.0]),
    ),
    detail(
        "risk.day_loss",
        Text::new("Loss of a day", "하루 손실"),
        Text::new(
            "No entry for the rest of the day (UTC) after losing this much.",
            "이만큼 잃으면 그날(UTC)은 진입하지 않습니다.",
        ),
        PERCENT,
        maybe([0.1, 100.0, 5.0, 1.0]),
    ),
    detail(
        "risk.drawdown",
        Text::new("Drawdown", "낙폭"),
        Text::new(
            "No entry any more this far below the peak.",
            "고점에서 이만큼 내려가면 더는 진입하지 않습니다.",
        ),
        PERCENT,
        maybe([0.1, 100.0, 20.0, 5.0]),
    ),
    detail(
        "risk.stop_required",
        Text::new("A stop is required", "손절 필수"),
        Text::new(
            "Entries without a protective stop are refused.",
            "손절이 없는 진입은 거절합니다.",
        ),
        NO_UNIT,
        Kind::Switch,
    ),
];
