//! Parameters that many strategies share, so that one name means one thing everywhere.

use crate::{Distance, Exit, Param, ParamError, ParamKind, Params, Plan, Unit};
use domain::{Ratio, Text};

/// Distance of the protective stop; a plan takes it by [`crate::Plan::stop_loss`].
pub const STOP_LOSS: Param = Param {
    id: "stop",
    label: Text::new("Stop-loss", "손절"),
    help: Text::new(
        "Sell when the price falls this far below the entry; 0 is no stop.",
        "진입가에서 이만큼 떨어지면 팝니다. 0이면 손절하지 않습니다.",
    ),
    unit: Unit::Percent,
    kind: ParamKind::Float {
        min: 0.0,
        max: 50.0,
        default: 0.0,
        step: 0.5,
    },
};

/// A length in bars.
pub const fn bars(id: &'static str, label: Text, help: Text, range: [i64; 3]) -> Param {
    Param::whole(id, label, help, range).counted_in(Unit::Bars)
}

/// On or off.
pub const fn switch(id: &'static str, label: Text, help: Text, default: bool) -> Param {
    Param {
        id,
        label,
        help,
        unit: Unit::None,
        kind: ParamKind::Switch { default },
    }
}

/// A plain factor: least, most, default and a slider's step.
pub const fn times(id: &'static str, label: Text, help: Text, range: [f64; 4]) -> Param {
    Param::number(id, label, help, range).counted_in(Unit::Times)
}

/// A percentage: least, most, default and a slider's step.
pub const fn percent(id: &'static str, label: Text, help: Text, range: [f64; 4]) -> Param {
    Param::number(id, label, help, range).counted_in(Unit::Percent)
}

/// Does the rule also trade its mirror image?
pub const SHORTS: Param = switch(
    "shorts",
    Text::new("Shorts too", "공매도 포함"),
    Text::new(
        "Trade the mirror image as well, by selling short.",
        "반대 방향의 신호에서는 공매도로 거래합니다.",
    ),
    false,
);

/// How far a price must break out of the range before it.
pub const BREAKOUT_SHARE: Param = times(
    "k",
    Text::new("Breakout share k", "돌파 계수 k"),
    Text::new(
        "Share of the previous range that the price must travel from the open.",
        "시가에서 직전 변동폭의 몇 배를 올라야 돌파로 볼지 정합니다.",
    ),
    [0.1, 2.0, 0.5, 0.05],
);

/// Bars of the range that distances are measured in.
pub const RANGE_PERIOD: Param = bars(
    "period",
    Text::new("ATR period", "ATR 기간"),
    Text::new(
        "Bars of the average true range.",
        "거리를 재는 ATR의 기간입니다.",
    ),
    [1, 200, 14],
);

/// Is only a rising market traded?
pub const TREND_FILTER: Param = switch(
    "trend",
    Text::new("Trend filter", "추세 필터"),
    Text::new(
        "Trade only when the last close is above its average.",
        "직전 종가가 이동평균 위에 있을 때만 거래합니다.",
    ),
    true,
);

/// Bars of the average of [`TREND_FILTER`].
pub const TREND_PERIOD: Param = bars(
    "trend_period",
    Text::new("Trend period", "추세 기간"),
    Text::new(
        "Bars of that average.",
        "추세를 재는 이동평균의 봉 수입니다.",
    ),
    [2, 200, 20],
);

/// How wide a band is.
pub const BAND_WIDTH: Param = times(
    "width",
    Text::new("Band width", "밴드 폭"),
    Text::new(
        "How many deviations the band lies away.",
        "밴드가 표준편차의 몇 배 떨어져 있는지입니다.",
    ),
    [0.5, 5.0, 2.0, 0.1],
);

/// How far beyond an extreme the stop lies.
pub const fn stop_beyond(help: Text, default: f64) -> Param {
    times(
        "buffer",
        Text::new("Stop beyond (ATR)", "손절 여유 (ATR)"),
        help,
        [0.0, 5.0, default, 0.05],
    )
}

/// A protective stop that is always there, because targets are measured by it.
pub const fn stop(default: f64) -> Param {
    percent(
        "stop",
        Text::new("Stop-loss", "손절"),
        Text::new(
            "Leave when the price moves this far against the entry.",
            "진입가에서 이만큼 불리하게 움직이면 청산합니다.",
        ),
        [0.1, 50.0, default, 0.5],
    )
}

/// Target in multiples of the distance to the stop; a plan takes it by [`take_profit`].
pub const fn target(default: f64) -> Param {
    times(
        "target",
        Text::new("Target (R)", "목표 (R)"),
        Text::new(
            "Take the profit at so many times the distance to the stop; 0 is no target.",
            "손절 폭의 몇 배에서 익절할지 정합니다. 0이면 익절하지 않습니다.",
        ),
        [0.0, 20.0, default, 0.25],
    )
}

/// Adds the way out of [`target`], when it is above zero.
pub fn take_profit(plan: Plan, params: &Params) -> Plan {
    let times = params.number("target");
    if times > 0.0 {
        plan.exit(Exit::target(Distance::R(times)))
    } else {
        plan
    }
}

/// This percentage as a share; what a parameter allows is always a number.
pub fn share(percent: f64) -> Ratio {
    Ratio::new(percent / 100.0).unwrap_or_default()
}

/// The lengths of a fast and a slow line, or why they can't be that.
pub fn fast_below_slow(params: &Params) -> Result<(usize, usize), ParamError> {
    let (fast, slow) = (params.whole("fast"), params.whole("slow"));
    if fast < slow {
        return Ok((fast, slow));
    }
    Err(ParamError::Relation {
        name: "fast",
        got: fast as f64,
        must: Text::new("below slow", "느린(장기) 기간보다 짧은 값"),
    })
}
