//! The one list of statistics: what a command, a form and a document need to know about each, and the function.

mod bars;
mod param;
mod resampling;
mod samples;
mod sharpe;
#[cfg(test)]
mod tests;
mod trades;
mod trials;

use crate::matrix::Matrix;
use domain::{Param, ParamError, Params, Text};
use std::collections::BTreeMap;
use std::fmt::Display;

/// All statistics, in the order they are shown.
pub static STATISTICS: &[&Statistic] = &[
    &sharpe::SHARPE,
    &sharpe::DEFLATED_SHARPE,
    &sharpe::LUCKIEST_TRIAL,
    &trials::OVERFITTING,
    &trials::SNOOPING,
    &trials::MULTIPLE_TESTING,
    &resampling::BOOTSTRAP,
    &resampling::BLOCK_LENGTH,
    &trades::MONTE_CARLO,
    &trades::RISK_OF_RUIN,
    &trades::SIGN_TEST,
    &bars::ADF,
    &bars::KPSS,
    &bars::LJUNG_BOX,
    &bars::RESIDUALS,
    &bars::HURST,
    &bars::VARIANCE_RATIO,
    &bars::ENGLE_GRANGER,
    &samples::JARQUE_BERA,
    &samples::T_TEST,
    &samples::WILCOXON,
    &samples::TWO_SAMPLES,
    &samples::CORRELATION,
    &samples::OLS,
];

/// The statistic with this id.
pub fn find(id: &str) -> Option<&'static Statistic> {
    STATISTICS.iter().copied().find(|one| one.id == id)
}

/// One statistic.
#[derive(Debug)]
pub struct Statistic {
    /// Name in commands.
    pub id: &'static str,
    /// Name for people.
    pub name: Text,
    /// What it says, in a sentence or two.
    pub about: Text,
    /// Paper or book.
    pub source: &'static str,
    /// What can be set.
    pub params: &'static [Param],
    /// The function, by what it looks at.
    pub run: Run,
}

/// A function by what it looks at.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// Nothing but its parameters.
    Nothing(fn(&Params) -> Answer),
    /// One series: returns, prices or a spread, as `about` says.
    Series(fn(&[f64], &Params) -> Answer),
    /// Two series over the same bars.
    TwoSeries(fn(&[f64], &[f64], &Params) -> Answer),
    /// Returns of many configurations over the same bars.
    Matrix(fn(&Matrix, &Params) -> Answer),
    /// P-values.
    PValues(fn(&[f64], &Params) -> Answer),
    /// Returns of closed trades.
    Trades(fn(&[f64], &Params) -> Answer),
}

/// What a statistic looks at.
#[derive(Clone, Copy, Debug)]
pub enum Input<'data> {
    /// Nothing.
    Nothing,
    /// One series.
    Series(&'data [f64]),
    /// Two series over the same bars.
    TwoSeries(&'data [f64], &'data [f64]),
    /// Returns of many configurations.
    Matrix(&'data Matrix),
    /// P-values.
    PValues(&'data [f64]),
    /// Returns of closed trades.
    Trades(&'data [f64]),
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A finite number.
    Number(f64),
    /// A count or an index.
    Count(u64),
    /// Finite numbers in order.
    Numbers(Vec<f64>),
    /// Yes or no.
    Flag(bool),
    /// Named parts.
    Group(Named),
    /// There is none, and why.
    Undefined(String),
}

/// Named parts in the order they are shown.
pub type Named = Vec<(&'static str, Value)>;

/// Named parts, or why there are none.
pub type Answer = Result<Named, StatisticError>;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StatisticError {
    /// It looks at something else.
    #[error("{id}: it takes {takes}")]
    Input {
        /// The statistic.
        id: &'static str,
        /// What it looks at.
        takes: &'static str,
    },
    /// A parameter was refused.
    #[error(transparent)]
    Param(#[from] ParamError),
    /// The data were refused.
    #[error("{0}")]
    Refused(String),
}

impl Run {
    /// What it looks at, in words.
    pub const fn takes(self) -> Text {
        match self {
            Run::Nothing(_) => Text::new("no data", "데이터 없음"),
            Run::Series(_) => Text::new("one series", "시계열 하나"),
            Run::TwoSeries(_) => Text::new("two series", "시계열 두 개"),
            Run::Matrix(_) => Text::new("a matrix of returns", "여러 설정의 수익률 표"),
            Run::PValues(_) => Text::new("a list of p-values", "p값 목록"),
            Run::Trades(_) => Text::new("a list of trade returns", "거래별 수익률 목록"),
        }
    }
}

impl Statistic {
    /// The answer on these data; parameters that are not given take their defaults.
    pub fn compute(&self, input: Input, given: &BTreeMap<String, f64>) -> Answer {
        let params = Params::check(self.params, given)?;
        let answer = match (self.run, input) {
            (Run::Nothing(run), Input::Nothing) => run(&params),
            (Run::Series(run), Input::Series(series)) => run(series, &params),
            (Run::TwoSeries(run), Input::TwoSeries(one, other)) => run(one, other, &params),
            (Run::Matrix(run), Input::Matrix(matrix)) => run(matrix, &params),
            (Run::PValues(run), Input::PValues(p_values)) => run(p_values, &params),
            (Run::Trades(run), Input::Trades(trades)) => run(trades, &params),
            _ => {
                let takes = self.run.takes().en;
                return Err(StatisticError::Input { id: self.id, takes });
            }
        };
        Ok(answer?
            .into_iter()
            .map(|(name, value)| (name, value.checked()))
            .collect())
    }
}

impl Value {
    /// The same without a NaN, an infinity or a −0 anywhere.
    fn checked(self) -> Value {
        match self {
            Value::Number(x) if x.is_finite() => Value::Number(x + 0.0),
            Value::Numbers(all) if all.iter().all(|x| x.is_finite()) => {
                Value::Numbers(all.into_iter().map(|x| x + 0.0).collect())
            }
            Value::Number(_) | Value::Numbers(_) => Value::Undefined("not a finite number".into()),
            Value::Group(parts) => Value::Group(
                parts
                    .into_iter()
                    .map(|(name, value)| (name, value.checked()))
                    .collect(),
            ),
            other => other,
        }
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Value {
        Value::Number(x)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Value {
        Value::Count(count as u64)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Flag(flag)
    }
}

impl From<Vec<f64>> for Value {
    fn from(numbers: Vec<f64>) -> Value {
        Value::Numbers(numbers)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Value {
        number.map_or_else(|| Value::Undefined("undefined here".into()), Value::Number)
    }
}

impl<Error: Display> From<Result<f64, Error>> for Value {
    fn from(number: Result<f64, Error>) -> Value {
        number.map_or_else(|why| Value::Undefined(why.to_string()), Value::Number)
    }
}

/// The words of any error, for `map_err`.
fn refused(error: impl Display) -> StatisticError {
    StatisticError::Refused(error.to_string())
}
