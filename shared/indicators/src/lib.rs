//! Indicators as step kernels: `next` is the maths, a column is a fold of it.
//!
//! An indicator is one file of [`library`]: its kernel, its definition (name, category, inputs, parameters, outputs,
//! meaning) and its tests. The files register themselves in [`ALL`]; forms, plans and the command line read that list.

pub mod blocks;
pub mod lanes;
pub mod params;
pub mod structure;

mod kernel;

/// The indicators, one file each.
pub mod library {
    include!(concat!(env!("OUT_DIR"), "/library.rs"));
}

pub use kernel::{Kernel, Step, boxed, column};
pub use library::ALL;

use domain::{Param, Text};

/// The indicator with this id.
pub fn find(id: &str) -> Option<&'static Indicator> {
    ALL.iter().copied().find(|indicator| indicator.id == id)
}

/// What an indicator is about, for menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Averages and other curves that follow the price.
    Average,
    /// Speed and exhaustion.
    Momentum,
    /// Direction and its strength.
    Trend,
    /// How far the price moves.
    Volatility,
    /// Who trades how much.
    Volume,
    /// Plain statistics of a window.
    Statistic,
    /// Shapes of single bars.
    Candle,
    /// Swings, gaps, pools, breaks and blocks.
    Structure,
    /// Hours of the day and the state of the market.
    Regime,
}

impl Category {
    /// Every category, in the order of a menu.
    pub const ALL: [Category; 9] = [
        Category::Average,
        Category::Momentum,
        Category::Trend,
        Category::Volatility,
        Category::Volume,
        Category::Statistic,
        Category::Candle,
        Category::Structure,
        Category::Regime,
    ];

    /// The category as a heading.
    pub const fn text(self) -> Text {
        match self {
            Category::Average => Text::new("Averages", "이동평균"),
            Category::Momentum => Text::new("Momentum", "모멘텀"),
            Category::Trend => Text::new("Trend", "추세"),
            Category::Volatility => Text::new("Volatility", "변동성"),
            Category::Volume => Text::new("Volume", "거래량"),
            Category::Statistic => Text::new("Statistics", "통계"),
            Category::Candle => Text::new("Candlesticks", "캔들 패턴"),
            Category::Structure => Text::new("Market structure", "시장 구조"),
            Category::Regime => Text::new("Sessions and regimes", "세션과 국면"),
        }
    }
}

/// What a column handed to an indicator is; a plan may hand over any other series in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Any series; the close unless said.
    Value,
    /// Opening price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Closing price.
    Close,
    /// Traded units.
    Volume,
    /// Opening time of the bar in milliseconds UTC, exact in an f64 for the next 285,000 years.
    Time,
    /// The same series of another symbol.
    Other,
}

impl Input {
    /// Name in files and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Input::Value => "value",
            Input::Open => "open",
            Input::High => "high",
            Input::Low => "low",
            Input::Close => "close",
            Input::Volume => "volume",
            Input::Time => "time",
            Input::Other => "other",
        }
    }
}

/// How long the start of the data can be felt in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// After this many bars before it, a value is the same to 1e-6, wherever the data began.
    Bars(usize),
    /// A value depends on where the data began for ever: sums since the start, anchors, states.
    Whole,
}

/// What is known about an indicator before it runs.
pub struct Indicator {
    /// Name in plans, specs and commands; equal to the file's name.
    pub id: &'static str,
    /// Name for people.
    pub name: Text,
    /// Where a menu lists it.
    pub category: Category,
    /// What it tells, in a sentence.
    pub about: Text,
    /// What it reads.
    pub inputs: &'static [Input],
    /// Names of the outputs.
    pub outputs: &'static [&'static str],
    /// Its parameters.
    pub params: &'static [Param],
    /// Bars until the first values: before output `warm_up` (counted from 0) some output is NaN, from there on none is,
    /// unless the indicator is [`sparse`](Indicator::sparse).
    pub warm_up: fn(&[f64]) -> usize,
    /// How long the start of the data can be felt.
    pub memory: fn(&[f64]) -> Memory,
    /// Are there bars after the warm-up with nothing to tell, such as no swing yet? They hold NaN.
    pub sparse: bool,
    /// A fresh kernel; the values are checked against `params` and in their order.
    pub kernel: fn(&[f64]) -> Box<dyn Step>,
}

impl Indicator {
    /// The values a form starts with.
    pub fn defaults(&self) -> Vec<f64> {
        self.params.iter().map(Param::default).collect()
    }

    /// These values and the defaults of the parameters behind them.
    pub fn completed(&self, params: &[f64]) -> Vec<f64> {
        let rest = self.params.iter().skip(params.len()).map(Param::default);
        params.iter().copied().chain(rest).collect()
    }

    /// The whole columns, one for each output; as long as the shortest input.
    pub fn columns(&self, params: &[f64], inputs: &[&[f64]]) -> Vec<Vec<f64>> {
        let rows = inputs.iter().map(|column| column.len()).min().unwrap_or(0);
        let mut outputs = vec![vec![f64::NAN; rows]; self.outputs.len()];
        let mut slices: Vec<&mut [f64]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
        (self.kernel)(params).column(inputs, &mut slices);
        outputs
    }
}
