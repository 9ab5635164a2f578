//! What indicators are called on a chart, and which of their numbers go without saying.
//!
//! The definitions of the indicators know all this as well, but to read them links every kernel. A test holds the two
//! together; an indicator that is missing here is shown by its id with its numbers named.

use super::Words;
use super::grammar::{number, say};
use domain::plan::IndicatorNode;

/// Most numbers that are said by their place alone.
const PLACED: usize = 3;

/// An indicator as it stands on a chart: `MACD(12, 26, 9).signal`.
pub(super) fn call(node: &IndicatorNode) -> Words {
    let row = ROWS.iter().find(|row| row[0] == node.id);
    let [_, en, ko, params, first] = row.copied().unwrap_or(["", "", "", "", ""]);
    let (en, ko) = match row {
        Some(_) => (en, if ko.is_empty() { en } else { ko }),
        None => (node.id.as_str(), node.id.as_str()),
    };
    let known: Vec<Known> = params.split_whitespace().map(Known::read).collect();
    let placed = known.iter().take_while(|one| one.options.is_empty());
    let placed = placed.count().min(PLACED);
    let mut inside = Vec::new();
    for (place, one) in known.iter().enumerate() {
        let given = node.params.get(one.id).copied();
        let value = given.unwrap_or(one.default);
        if place < placed {
            inside.push(number(value));
        } else if value != one.default {
            inside.push(format!("{} {}", one.id, one.shown(value)));
        }
    }
    for (name, value) in &node.params {
        if known.iter().all(|one| one.id != name) {
            inside.push(format!("{name} {}", number(*value)));
        }
    }
    let inside = if inside.is_empty() {
        String::new()
    } else {
        format!("({})", inside.join(", "))
    };
    let output = match node.output.as_str() {
        "" => first,
        own if own == node.id => "",
        other => other,
    };
    let dot = if output.is_empty() { "" } else { "." };
    let name = say(en, ko, &[]);
    let rest = super::grammar::same(format!("{inside}{dot}{output}"));
    say("{0}{1}", "{0}{1}", &[&name, &rest])
}

/// A parameter of a row.
struct Known {
    id: &'static str,
    default: f64,
    options: Vec<&'static str>,
}

impl Known {
    /// Reads `id=default` or `id=default:option|option`.
    fn read(text: &'static str) -> Known {
        let (id, rest) = text.split_once('=').unwrap_or((text, ""));
        let (default, options) = rest.split_once(':').unwrap_or((rest, ""));
        let options = options.split('|').filter(|option| !option.is_empty());
        Known {
            id,
            default: default.parse().unwrap_or(f64::NAN),
            options: options.collect(),
        }
    }

    fn shown(&self, value: f64) -> String {
        let option = self.options.get(value as usize);
        option.map_or_else(|| number(value), |option| (*option).to_owned())
    }
}

/// Id, name, Korean name where it is another one, parameters in their order, and the first output where a name alone
/// would not say which.
#[rustfmt::skip]
const ROWS: &[[&str; 5]] = &[
    ["ad", "AD", "", "", ""],
    ["adosc", "Chaikin oscillator", "차이킨 오실레이터", "fast=3 slow=10", ""],
    ["adx", "ADX", "", "period=14", ""],
    ["alma", "ALMA", "", "period=9 offset=0.85 sigma=6", ""],
    ["anchored_vwap", "Anchored VWAP", "앵커드 VWAP", "anchor=0:utc_day|kst_midnight|week|month|moment moment=1704067200000 width=1", "vwap"],
    ["aroon", "Aroon", "아룬", "period=14", "aroon_down"],
    ["atr", "ATR", "", "period=14 smoothing=0:wilder|simple", ""],
    ["bbands", "Bollinger", "볼린저", "period=20 up=2 down=2 deviation=0:population|sample", "upper"],
    ["bbands_percent", "Bollinger %b", "볼린저 %b", "period=20 up=2 down=2 deviation=0:population|sample", "percent"],
    ["beta", "Beta", "베타", "period=60", ""],
    ["cci", "CCI", "", "period=20", ""],
    ["chaikin_money_flow", "CMF", "", "period=20", ""],
    ["chandelier", "Chandelier", "샹들리에", "period=22 width=3", "long"],
    ["choppiness", "Choppiness", "횡보 지수", "period=14", ""],
    ["cmo", "CMO", "", "period=14 smoothing=0:wilder|simple", ""],
    ["connors_rsi", "Connors RSI", "코너스 RSI", "period=3 streak=2 rank=100", ""],
    ["correlation", "Correlation", "상관계수", "period=30 of=0:returns|levels", ""],
    ["dema", "DEMA", "", "period=20 seed=0:mean|first", ""],
    ["disparity", "Disparity", "이격도", "period=20", ""],
    ["doji", "Doji", "도지", "body=0.1", ""],
    ["donchian", "Donchian", "돈치안", "period=20", "upper"],
    ["efficiency", "Efficiency", "효율성", "period=10", ""],
    ["elder_ray", "Elder ray", "엘더 레이", "period=13 seed=0:mean|first", "bull"],
    ["ema", "EMA", "", "period=20 seed=0:mean|first", ""],
    ["engulfing", "Engulfing", "장악형", "factor=1", ""],
    ["evening_star", "Evening star", "석별형", "long=0.5 star=0.3 penetration=0.5 gap=0", ""],
    ["fair_value_gap", "FVG", "", "min_size=0 mitigation=0:full|half|touch atr=14", "new"],
    ["fisher", "Fisher", "피셔", "period=10", ""],
    ["force_index", "Force index", "포스 인덱스", "period=13 seed=0:mean|first", ""],
    ["gamma_regime", "Gamma regime", "감마 국면", "period=50 threshold=0.1", "regime"],
    ["garman_klass", "Garman-Klass", "가먼-클래스", "period=20 bars_per_year=0", ""],
    ["hammer", "Hammer", "망치형", "shadow=2 body=0.35 other=0.1 trend=5", ""],
    ["heikin_ashi", "Heikin-Ashi", "하이킨아시", "", "open"],
    ["hma", "HMA", "", "period=20", ""],
    ["ichimoku", "Ichimoku", "일목균형표", "tenkan=9 kijun=26 senkou_b=52", "tenkan"],
    ["kama", "KAMA", "", "period=10 fast=2 slow=30", ""],
    ["keltner", "Keltner", "켈트너", "period=20 atr_period=10 width=2 smoothing=0:wilder|simple", "middle"],
    ["kill_zones", "Kill zones", "킬존", "asia_start=20 asia_end=0 london_open_start=2 london_open_end=5 morning_start=7 morning_end=10 london_close_start=10 london_close_end=12 lunch_start=12 lunch_end=13 afternoon_start=13.5 afternoon_end=16", "zone"],
    ["linreg", "Linear regression", "선형회귀", "period=14", ""],
    ["linreg_slope", "Regression slope", "선형회귀 기울기", "period=14", ""],
    ["liquidity_sweep", "Liquidity sweep", "유동성 스윕", "strength=5 tolerance=0.1 touches=2 within=1 atr=14 volume=20", "side"],
    ["macd", "MACD", "", "fast=12 slow=26 signal=9", ""],
    ["market_structure", "Market structure", "시장 구조", "strength=5", "trend"],
    ["mfi", "MFI", "", "period=14 least_flow=1", ""],
    ["minmax", "Extremes", "최고·최저", "period=30", "max"],
    ["mom", "Momentum", "모멘텀", "period=10", ""],
    ["morning_star", "Morning star", "샛별형", "long=0.5 star=0.3 penetration=0.5 gap=0", ""],
    ["natr", "NATR", "", "period=14 smoothing=0:wilder|simple", ""],
    ["noise", "Noise", "노이즈", "", ""],
    ["noise_average", "Average noise", "평균 노이즈", "period=20", ""],
    ["obv", "OBV", "", "", ""],
    ["order_block", "Order block", "오더블록", "strength=5", "new"],
    ["parkinson", "Parkinson", "파킨슨", "period=20 bars_per_year=0", ""],
    ["pivots", "Pivots", "피벗", "formula=0:classic|fibonacci|camarilla|woodie day=0:utc_day|kst_midnight", "pivot"],
    ["ppo", "PPO", "", "fast=12 slow=26 seed=0:mean|first", ""],
    ["rank", "Percent rank", "백분위", "period=100 ties=0:count|half|skip", ""],
    ["realised_volatility", "Realised volatility", "실현 변동성", "period=20 bars_per_year=0 around=0:mean|zero", ""],
    ["regime", "Regime", "국면", "period=14 trend_enter=25 trend_leave=20 choppy=61.8 smooth=38.2 wild_enter=80 wild_leave=70 volatility=20 lookback=252 min_bars=5", ""],
    ["roc", "ROC", "", "period=10", ""],
    ["rsi", "RSI", "", "period=14 smoothing=0:wilder|simple", ""],
    ["sar", "SAR", "", "acceleration=0.02 maximum=0.2", ""],
    ["sessions", "Sessions", "세션", "range=0:asia|london|new_york asia_open=9 asia_close=18 london_open=8 london_close=17 new_york_open=8 new_york_close=17", "asia"],
    ["sma", "SMA", "", "period=20", ""],
    ["squeeze", "Squeeze", "스퀴즈", "period=20 bollinger=2 keltner=1.5", "on"],
    ["stddev", "Deviation", "표준편차", "period=20 deviation=0:population|sample", ""],
    ["stoch", "Slow stochastic", "스토캐스틱 슬로우", "fast_k=14 slow_k=3 slow_d=3 average=0:simple|exponential", "slowk"],
    ["stochf", "Fast stochastic", "스토캐스틱 패스트", "fast_k=5 fast_d=3 average=0:simple|exponential", "fastk"],
    ["stochrsi", "Stochastic RSI", "스토캐스틱 RSI", "period=14 fast_k=14 fast_d=3 average=0:simple|exponential", "fastk"],
    ["supertrend", "Supertrend", "슈퍼트렌드", "period=10 width=3 smoothing=0:wilder|simple", ""],
    ["swings", "Swings", "스윙", "strength=5", "high"],
    ["tema", "TEMA", "", "period=20 seed=0:mean|first", ""],
    ["three_crows", "Three crows", "흑삼병", "body=0.5 shadow=0.25", ""],
    ["three_soldiers", "Three soldiers", "적삼병", "body=0.5 shadow=0.25", ""],
    ["trange", "True range", "TR", "", ""],
    ["trix", "TRIX", "", "period=15 seed=0:mean|first", ""],
    ["ultosc", "Ultimate oscillator", "얼티밋 오실레이터", "short=7 medium=14 long=28", ""],
    ["volatility_percentile", "Volatility percentile", "변동성 백분위", "period=20 lookback=252", ""],
    ["volume_profile", "Volume profile", "매물대", "period=100 bins=24 share=70", "poc"],
    ["vortex", "Vortex", "보텍스", "period=14", "plus"],
    ["vwap", "VWAP", "", "period=20", "cumulative"],
    ["vwma", "VWMA", "", "period=20", ""],
    ["willr", "Williams %R", "윌리엄스 %R", "period=14", ""],
    ["wma", "WMA", "", "period=20", ""],
    ["yang_zhang", "Yang-Zhang", "양-장", "period=20 bars_per_year=0", ""],
    ["zlema", "ZLEMA", "", "period=20 seed=0:mean|first", ""],
    ["zscore", "Z-score", "Z-점수", "period=20 deviation=0:population|sample", ""],
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Param, ParamKind};
    use indicators::Indicator;

    fn params(one: &Indicator) -> String {
        let text = |param: &Param| {
            let plain = format!("{}={}", param.id, param.default());
            match param.kind {
                ParamKind::Choice { options, .. } => {
                    let names: Vec<&str> = options.iter().map(|(id, _)| *id).collect();
                    format!("{plain}:{}", names.join("|"))
                }
                _ => plain,
            }
        };
        one.params.iter().map(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_indicator_has_a_row_that_agrees_with_its_definition() {
        for one in indicators::ALL {
            let first = match one.outputs {
                [first, _, ..] if *first != one.id => *first,
                _ => "",
            };
            let params = params(one);
            let agrees = ROWS
                .iter()
                .any(|row| row[0] == one.id && row[3] == params && row[4] == first);
            assert!(
                agrees,
                "words/known.rs needs the row [\"{}\", \"{}\", \"\", \"{params}\", \"{first}\"]",
                one.id, one.name.en
            );
        }
        assert_eq!(ROWS.len(), indicators::ALL.len(), "a row has no indicator");
    }

    #[test]
    fn an_indicator_nobody_listed_is_named_by_its_id() {
        let node = IndicatorNode {
            id: "oracle".to_owned(),
            inputs: Vec::new(),
            params: [("period".to_owned(), 3.0)].into(),
            output: "low".to_owned(),
        };
        assert_eq!(call(&node).en, "oracle(period 3).low");
    }
}
