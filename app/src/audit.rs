//! What a worker found out about the honesty of a run: sentences in both languages and rows of numbers. They are made
//! where the engine is, since the page links neither the engine nor an indicator.

use domain::{FillPolicy, Lang, Timeframe};
use serde::{Deserialize, Serialize};

/// A sentence in both languages, so that a change of language asks nothing again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// English wording.
    pub en: String,
    /// Korean wording.
    pub ko: String,
}

impl Said {
    /// The wording in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ko => &self.ko,
        }
    }
}

/// How one question of an audit was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// As it should be.
    Sound,
    /// Not as it should be.
    Faulty,
    /// The question doesn't arise.
    Open,
}

/// One answer of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How it was answered.
    pub mark: Mark,
    /// In words.
    pub said: Said,
}

/// How long an expression takes to be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmUp {
    /// The expression in words; `None` for one that only has a place.
    pub said: Option<Said>,
    /// Where it stands in the plan.
    pub path: String,
    /// Bars before it is known.
    pub bars: u32,
    /// Length of these bars.
    pub on: Timeframe,
    /// May it take longer?
    pub sparse: bool,
}

/// The run under one assumption.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandRow {
    /// How orders fill.
    pub fill: FillPolicy,
    /// Fees and slippage ÷ those of the question.
    pub costs: f64,
    /// Is it what was asked?
    pub asked: bool,
    /// Equity at the end ÷ cash at the start − 1.
    pub total_return: f64,
    /// The deepest fall from the highest equity, 0 or below.
    pub drawdown: f64,
    /// Closed trades.
    pub trades: u32,
    /// Gains ÷ losses of closed trades; `None` without a loss.
    pub profit_factor: Option<f64>,
}

/// The answer to an audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditAnswer {
    /// Does an expression look ahead, bar by bar?
    pub steps: Finding,
    /// Does one as a column?
    pub columns: Finding,
    /// Do both engines agree?
    pub engines: Finding,
    /// When each expression is known, the slowest first; those known at once are left out.
    pub warm_up: Vec<WarmUp>,
    /// The run under other fills and costs.
    pub band: Vec<BandRow>,
    /// Does gain or loss hang on the assumption?
    pub hangs: bool,
    /// What the band says.
    pub band_said: Said,
    /// Time it took.
    pub millis: f64,
}

impl AuditAnswer {
    /// Lowest and highest return of the band, with nothing between them: what a picture of it must hold.
    pub fn reach(&self) -> (f64, f64) {
        let returns = self.band.iter().map(|row| row.total_return);
        let wider = |(low, high): (f64, f64), gain: f64| (low.min(gain), high.max(gain));
        returns.fold((0.0, 0.0), wider)
    }
}

/// Where a bar of a picture begins and how wide it is, in percent of its width: from nothing to the value.
pub fn bar(value: f64, (low, high): (f64, f64)) -> (f64, f64) {
    let width = high - low;
    if width <= 0.0 {
        return (0.0, 0.0);
    }
    let place = |value: f64| (value - low) / width * 100.0;
    let (from, to) = (place(value.min(0.0)), place(value.max(0.0)));
    (from, to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(total_return: f64) -> BandRow {
        BandRow {
            fill: FillPolicy::Touch,
            costs: 1.0,
            asked: false,
            total_return,
            drawdown: 0.0,
            trades: 1,
            profit_factor: None,
        }
    }

    fn answer(returns: &[f64]) -> AuditAnswer {
        let said = Said {
            en: String::new(),
            ko: String::new(),
        };
        let finding = Finding {
            mark: Mark::Sound,
            said: said.clone(),
        };
        AuditAnswer {
            steps: finding.clone(),
            columns: finding.clone(),
            engines: finding,
            warm_up: Vec::new(),
            band: returns.iter().copied().map(row).collect(),
            hangs: false,
            band_said: said,
            millis: 1.0,
        }
    }

    #[test]
    fn bars_stand_on_the_same_zero() {
        let reach = answer(&[-0.5, 1.5, 0.0]).reach();
        assert_eq!(reach, (-0.5, 1.5));
        assert_eq!(bar(-0.5, reach), (0.0, 25.0));
        assert_eq!(bar(1.5, reach), (25.0, 75.0));
        assert_eq!(bar(0.0, reach), (25.0, 0.0));
    }

    #[test]
    fn a_band_on_one_side_still_begins_at_nothing() {
        let reach = answer(&[0.2, 0.4]).reach();
        assert_eq!(reach, (0.0, 0.4));
        assert_eq!(bar(0.2, reach), (0.0, 50.0));
        let flat = answer(&[0.0]).reach();
        assert_eq!(bar(0.0, flat), (0.0, 0.0));
    }
}
