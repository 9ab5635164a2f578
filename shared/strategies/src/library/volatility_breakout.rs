//! Volatility breakout: buy when the price leaves the open by a share of the previous bar's range, sell at the next open.

use domain::plan::{close, high, indicator, low, next_open};
use crate::{Cond, EntryOrder, Exit, Param, ParamError, ParamKind, Plan, Strategy, Unit, params};
use domain::{FillPolicy, Params, Text};

/// target = open + k × (previous high − previous low), after Larry Williams (1999). The open is today's, range,
/// trend and noise are of closed bars, so every number is known when the order is placed.
pub static STRATEGY: Strategy = Strategy {
    id: "volatility_breakout",
    name: Text::new("Volatility breakout", "변동성 돌파"),
    about: Text::new(
        "Each bar, a buy stop waits at open + k × the previous bar's range; what it bought is sold at the next open.",
        "매 봉마다 시가 + k × 직전 봉의 변동폭에 매수 스탑을 두고, 체결되면 다음 봉 시가에 팝니다.",
    ),
    params: &[
        Param {
            id: "k",
            label: Text::new("Breakout share k", "돌파 계수 k"),
            help: Text::new(
                "Share of the previous range that the price must travel from the open.",
                "시가에서 직전 변동폭의 몇 배를 올라야 돌파로 볼지 정합니다.",
            ),
            unit: Unit::Times,
            kind: ParamKind::Float {
                min: 0.1,
                max: 2.0,
                default: 0.5,
                step: 0.05,
            },
        },
        Param {
            id: "trend",
            label: Text::new("Trend filter", "추세 필터"),
            help: Text::new(
                "Trade only when the last close is above its average.",
                "직전 종가가 이동평균 위에 있을 때만 거래합니다.",
            ),
            unit: Unit::None,
            kind: ParamKind::Switch { default: true },
        },
        Param {
            id: "trend_period",
            label: Text::new("Trend period", "추세 기간"),
            help: Text::new(
                "Bars of that average.",
                "추세를 재는 이동평균의 봉 수입니다.",
            ),
            unit: Unit::Bars,
            kind: ParamKind::Int {
                min: 2,
                max: 200,
                default: 20,
            },
        },
        Param {
            id: "noise",
            label: Text::new("Noise filter", "노이즈 필터"),
            help: Text::new(
                "Trade only when recent bars ran straight enough.",
                "최근 봉들이 충분히 곧게 움직였을 때만 거래합니다.",
            ),
            unit: Unit::None,
            kind: ParamKind::Switch { default: false },
        },
        Param {
            id: "noise_period",
            label: Text::new("Noise period", "노이즈 기간"),
            help: Text::new(
                "Bars over which the noise ratio is averaged.",
                "노이즈 비율을 평균 내는 봉 수입니다.",
            ),
            unit: Unit::Bars,
            kind: ParamKind::Int {
                min: 1,
                max: 100,
                default: 20,
            },
        },
        Param {
            id: "max_noise",
            label: Text::new("Highest noise", "최대 노이즈"),
            help: Text::new(
                "0 is a straight move, 1 a bar that ended where it began.",
                "0은 한 방향 움직임, 1은 제자리로 돌아온 봉입니다.",
            ),
            unit: Unit::Times,
            kind: ParamKind::Float {
                min: 0.1,
                max: 1.0,
                default: 0.6,
                step: 0.05,
            },
        },
        params::STOP_LOSS,
    ],
    fill: FillPolicy::Touch,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    let mut when = Cond::Always;
    if params.is_on("trend") {
        when = when.and(close().above(close().sma(params.whole("trend_period"))));
    }
    if params.is_on("noise") {
        when = when.and(
            indicator("noise")
                .sma(params.whole("noise_period"))
                .below(params.number("max_noise")),
        );
    }
    let target = next_open() + (high() - low()) * params.number("k");
    Ok(Plan::long(when, EntryOrder::Stop(target))
        .exit(Exit::AfterBars(1))
        .stop_loss(params.number("stop")))
}
