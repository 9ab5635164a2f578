//! `RunReport`: the whole answer, as bytes that are equal wherever it was computed.

use crate::annualisation::Annualisation;
use crate::column::Column;
use crate::digest::Digest;
use crate::instrument::Symbol;
use crate::num::{Cash, Price, Qty};
use crate::order::{Reason, Refusal, Side};
use crate::text::Text;
use crate::time::Ts;
use serde::{Deserialize, Serialize};

/// One end of a trade.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// Close of the bar whose values led to the order.
    pub signal_time: Ts,
    /// Open time of the bar in which it filled.
    pub time: Ts,
    /// Price with slippage; the average when the position was entered in parts.
    pub price: Price,
    /// Fee of this side.
    pub fee: Cash,
    /// Why.
    pub reason: Reason,
}

/// A round trip of a position or a part of one, or a position still open at the end and marked at the last close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// What was traded.
    pub symbol: Symbol,
    /// Side of the entry.
    pub side: Side,
    /// Units.
    pub qty: Qty,
    /// How it began.
    pub entry: Execution,
    /// How it ended; `Reason::EndOfData` when it had not.
    pub exit: Execution,
    /// Fees of the sides that were executed.
    pub fees: Cash,
    /// Funding and borrowing paid while it was held; below zero was received.
    pub funding: Cash,
    /// Gain after fees and funding.
    pub pnl: Cash,
    /// Gain after fees and funding ÷ amount paid or received at entry.
    pub return_ratio: f64,
    /// Bars from the entry bar to the exit bar.
    pub bars_held: u32,
    /// Still open when the data ended?
    pub open: bool,
    /// Maximum adverse excursion: the worst price while it was held ÷ entry price − 1, turned so that 0 or less is
    /// a loss. Of the entry bar only what came after the entry counts: its range for an entry at the open, its close
    /// for one inside the bar; of the exit bar the open and the exit price.
    pub worst: f64,
    /// Maximum favourable excursion by the same rule, 0 or more.
    pub best: f64,
    /// Money lost at entry price − initial stop, without costs; `None` when there was no stop.
    pub risk: Option<Cash>,
}

/// The account over time, one point at each bar's close; the first point is the start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Moments, milliseconds UTC.
    pub time: Vec<i64>,
    /// Cash + positions at the close.
    pub equity: Column,
    /// equity ÷ highest equity so far − 1.
    pub drawdown: Column,
    /// Cash + positions at the worst price of the bar; over several symbols a bound, for their extremes may differ in time.
    pub worst: Column,
    /// The start cash held in equal parts of all symbols from the open of their first bar, without costs.
    pub benchmark: Column,
}

/// How often something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalCount {
    /// Why.
    pub reason: Refusal,
    /// How often.
    pub count: u32,
}

/// What the engine hands over: facts, before any metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Names the question.
    pub spec_hash: Digest,
    /// Names the bars.
    pub data_hash: Digest,
    /// Engine that computed it.
    pub engine: u32,
    /// Yearly factor in use.
    pub annualisation: Annualisation,
    /// Cash at the start.
    pub start: Cash,
    /// The account over time.
    pub curve: Curve,
    /// Trades in order of their entry.
    pub trades: Vec<Trade>,
    /// Bars in which a position was held, over all bars of the curve.
    pub bars_in_market: u32,
    /// What slippage cost in all.
    pub slippage_paid: Cash,
    /// Funding and borrowing paid in all; below zero was received.
    pub funding_paid: Cash,
    /// Orders that did not become fills, by reason.
    pub refusals: Vec<RefusalCount>,
    /// Orders that were made smaller than their sizing asked for, by reason.
    pub cuts: Vec<RefusalCount>,
}

/// Why a metric has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undefined {
    /// Too few bars.
    TooFewBars,
    /// No trade was closed.
    NoTrades,
    /// No trade lost money.
    NoLosers,
    /// No trade won money.
    NoWinners,
    /// Returns do not vary.
    NoVariation,
    /// The account never fell.
    NoDrawdown,
    /// The account was lost.
    TotalLoss,
    /// The result is too large to be a number.
    Overflow,
    /// There is nothing to compare with.
    NoBenchmark,
    /// No trade had a stop, so the money at risk is unknown.
    NoStops,
    /// No long trade was closed.
    NoLongs,
    /// No short trade was closed.
    NoShorts,
    /// No bar gained.
    NoUpBars,
    /// No bar lost.
    NoDownBars,
    /// There is no gain to compare with.
    NoGain,
    /// The series has no timestamps.
    NoTimes,
    /// The series has no highs and lows.
    NoIntrabar,
    /// A bare series has no positions and orders.
    NotARun,
    /// The series holds something that is no number.
    NotFinite,
}

impl Undefined {
    /// The reason in words.
    pub const fn text(self) -> Text {
        match self {
            Undefined::TooFewBars => Text::new("too few bars", "봉이 너무 적음"),
            Undefined::NoTrades => Text::new("no closed trade", "청산된 거래 없음"),
            Undefined::NoLosers => Text::new("no losing trade", "손실 거래 없음"),
            Undefined::NoWinners => Text::new("no winning trade", "이익 거래 없음"),
            Undefined::NoVariation => Text::new("returns do not vary", "수익률 변동 없음"),
            Undefined::NoDrawdown => Text::new("no drawdown", "낙폭 없음"),
            Undefined::TotalLoss => Text::new("the account was lost", "자본 전액 손실"),
            Undefined::Overflow => Text::new("too large to show", "표시할 수 없이 큼"),
            Undefined::NoBenchmark => Text::new("no benchmark", "벤치마크 없음"),
            Undefined::NoStops => Text::new("no trade with a stop", "손절가가 있는 거래 없음"),
            Undefined::NoLongs => Text::new("no long trade", "매수 포지션 거래 없음"),
            Undefined::NoShorts => Text::new("no short trade", "매도 포지션 거래 없음"),
            Undefined::NoUpBars => Text::new("no bar gained", "상승한 봉 없음"),
            Undefined::NoDownBars => Text::new("no bar lost", "하락한 봉 없음"),
            Undefined::NoGain => Text::new("no gain before costs", "비용 전 이익 없음"),
            Undefined::NoTimes => Text::new("no timestamps", "시각 정보 없음"),
            Undefined::NoIntrabar => Text::new("no highs and lows", "고가·저가 정보 없음"),
            Undefined::NotARun => Text::new("known only for a backtest", "백테스트에서만 계산"),
            Undefined::NotFinite => Text::new(
                "the data holds a value that is no number",
                "숫자가 아닌 값이 데이터에 있음",
            ),
        }
    }
}

/// One metric of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricValue {
    /// Id in the list of metrics.
    pub id: String,
    /// The value, or why there is none; never a NaN, an infinity or a sentinel.
    pub value: Result<f64, Undefined>,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// The facts.
    pub record: RunRecord,
    /// The numbers about them, in the order of the list of metrics.
    pub metrics: Vec<MetricValue>,
}

impl RunReport {
    /// The bytes that must be equal in a browser, in Node and natively.
    pub fn bytes(&self) -> Vec<u8> {
        // Plain values written to memory; postcard has no other way to fail.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Reads what [`RunReport::bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<RunReport, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// Names the answer.
    pub fn hash(&self) -> Digest {
        Digest::of(&self.bytes())
    }

    /// The value of one metric.
    pub fn metric(&self, id: &str) -> Option<Result<f64, Undefined>> {
        self.metrics
            .iter()
            .find(|metric| metric.id == id)
            .map(|metric| metric.value)
    }
}
